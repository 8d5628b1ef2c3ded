"""Writes `data/imagenet-1k.tsv`: the WordNet id and the name of each of ImageNet's 1,000 classes, in the order of the challenge of 2012.

    pip download --no-deps -d names torchvision==0.29.2 timm==1.0.31
    python make_concept_list.py names

Needs no library: names are read out of the source text of torchvision, ids out of a list of timm; neither is run.
Every name must share a word with timm's own words for that id, which proves that both have the same order.
"""

import ast
import pathlib
import sys
import zipfile

DATA = pathlib.Path(__file__).parent / "../data"


def member(folder, pattern, name):
    (wheel,) = folder.glob(pattern)
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name).decode()


def main(folder):
    folder = pathlib.Path(folder)
    source = ast.parse(member(folder, "torchvision-*.whl", "torchvision/models/_meta.py"))
    lists = {node.targets[0].id: node.value for node in source.body if isinstance(node, ast.Assign)}
    names = ast.literal_eval(lists["_IMAGENET_CATEGORIES"])
    ids = member(folder, "timm-*.whl", "timm/data/_info/imagenet_synsets.txt").split()
    words = member(folder, "timm-*.whl", "timm/data/_info/imagenet_synset_to_lemma.txt")
    words = dict(line.split("\t") for line in words.splitlines())
    assert len(names) == len(ids) == len(set(names)) == len(set(ids)) == 1000
    for wordnet_id, name in zip(ids, names):
        known = words[wordnet_id].lower()
        assert any(word in known for word in name.lower().replace("-", " ").split()), (wordnet_id, name)
    lines = (f"{wordnet_id}\t{name}\n" for wordnet_id, name in zip(ids, names))
    (DATA / "imagenet-1k.tsv").write_text("".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])

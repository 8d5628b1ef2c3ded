"""Writes `data/imagenet-1k-words.tsv`, what ImageNet's 1,000 classes and everything above them are called in WordNet 3.0, and `data/irregular-plurals.tsv`.

    apt-get download wordnet-base=1:3.0-37
    dpkg-deb --extract wordnet-base_*.deb wordnet
    python make_concept_words.py wordnet/usr/share/wordnet

Needs no library.
A line of the first file: a synset's id, the ids directly above it (hypernyms, of names such as `Saint Bernard` too), its names separated by `|`.
Every class must be a synset there, and be called what `imagenet-1k.tsv` calls it, which proves that the ids are of this version of WordNet.
"""

import pathlib
import re
import sys

DATA = pathlib.Path(__file__).parent / "../data"

# Names with a word added, since another class has the name without it.
LONGER = {"n02012849": ("crane bird", "crane"), "n03710721": ("maillot tank suit", "maillot")}


def synsets(path):
    """Of every noun: its names and the ids directly above it (wndb(5WN))."""
    nouns = {}
    for line in path.read_text("ascii").splitlines():
        if line.startswith("  "):  # the licence
            continue
        fields = line.split(" | ")[0].split()
        n_names = int(fields[3], 16)
        names = [name.replace("_", " ") for name in fields[4 : 4 + 2 * n_names : 2]]
        pointers = fields[5 + 2 * n_names :]
        above = [f"n{pointers[at + 1]}" for at in range(0, len(pointers) - 3, 4) if pointers[at] in ("@", "@i")]
        nouns[f"n{fields[0]}"] = (names, above)
    return nouns


def key(name):
    return re.sub("[^a-z0-9]", "", name.lower())


def by_rule(plural, singular):
    """Whether the rules of `src/concepts/words/forms.rs` find it."""
    endings = [("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh")]
    endings += [("oes", "o"), ("men", "man"), ("ies", "y"), ("ves", "f")]
    return any(plural.endswith(old) and plural[: -len(old)] + new == singular for old, new in endings)


def main(folder):
    folder = pathlib.Path(folder)
    nouns = synsets(folder / "data.noun")
    classes = [line.split("\t") for line in (DATA / "imagenet-1k.tsv").read_text().splitlines()]
    for wordnet_id, name in classes:
        listed, known = LONGER.get(wordnet_id, (name, name))
        assert name == listed and key(known) in map(key, nouns[wordnet_id][0]), (wordnet_id, name)

    needed, below = set(), [wordnet_id for wordnet_id, _ in classes]
    while below:
        wordnet_id = below.pop()
        if wordnet_id not in needed:
            needed.add(wordnet_id)
            below += nouns[wordnet_id][1]
    lines = []
    for wordnet_id in sorted(needed):
        names, above = nouns[wordnet_id]
        assert not any("|" in name or "\t" in name for name in names)
        lines.append(f"{wordnet_id}\t{' '.join(above)}\t{'|'.join(names)}\n")
    (DATA / "imagenet-1k-words.tsv").write_text("".join(lines))

    singulars = {key(name) for wordnet_id in needed for name in nouns[wordnet_id][0]}
    plurals = []
    for line in (folder / "noun.exc").read_text("ascii").splitlines():
        plural, *bases = map(key, line.split())
        plurals += [
            f"{plural}\t{base}\n"
            for base in bases
            if base in singulars and plural not in singulars and not by_rule(plural, base)
        ]
    (DATA / "irregular-plurals.tsv").write_text("".join(sorted(plurals)))


if __name__ == "__main__":
    main(*sys.argv[1:])

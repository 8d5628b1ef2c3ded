import './bench.css';
import { ask, askForText } from '../api/ask.ts';
import type { BenchFile } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { BenchText } from './BenchText.tsx';
import { benchFile, Figure } from './Figure.tsx';
import { NoBench } from './NoBench.tsx';

interface Bench {
  texts: { name: string; markdown: string }[];
  figures: string[];
}

export default function BenchPage() {
  useTitle('Bench');
  const bench = useAnswer('bench', askForAll);
  return (
    <>
      <h1>Bench</h1>
      {bench.state === 'waiting' && <Waiting what="Fetching tables and figures…" />}
      {bench.state === 'wrong' && <ProblemNote problem={bench.problem} again={bench.again} />}
      {bench.state === 'here' && <Shown bench={bench.answer} />}
    </>
  );
}

async function askForAll(signal: AbortSignal): Promise<Bench> {
  const files = await ask<BenchFile[]>('/api/bench', { signal });
  const named = (type: string) => files.filter((file) => file.media_type === type).map(({ name }) => name);
  const texts = named('text/markdown').map(async (name) => ({ name, markdown: await askForText(benchFile(name), signal) }));
  return { texts: await Promise.all(texts), figures: named('image/svg+xml') };
}

function Shown({ bench: { texts, figures } }: { bench: Bench }) {
  if (texts.length + figures.length === 0) return <NoBench />;
  const alone = figures.filter((name) => !texts.some(({ markdown }) => markdown.includes(name)));
  return (
    <>
      <p class="lead">What the systems are worth, beside chance and beside what knows nothing.</p>
      {texts.map(({ name, markdown }) => (
        <BenchText key={name} name={name} markdown={markdown} figures={figures} />
      ))}
      {alone.length > 0 && (
        <section class="figures" aria-labelledby="figures">
          <h2 id="figures">{texts.length > 0 ? 'More figures' : 'Figures'}</h2>
          {alone.map((name) => (
            <Figure key={name} name={name} caption={name.replace(/\.svg$/, '')} />
          ))}
        </section>
      )}
    </>
  );
}

import './learn.css';
import { NewRun } from './NewRun.tsx';
import { RunView } from './RunView.tsx';

interface Props {
  job?: string | undefined;
}

export default function LearnPage({ job }: Props) {
  return job === undefined ? <NewRun /> : <RunView key={job} job={job} />;
}

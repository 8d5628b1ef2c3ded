import './learn.css';
import { NewRun } from './NewRun.tsx';
import { OpenRun } from './OpenRun.tsx';

interface Props {
  job?: string | undefined;
}

export default function LearnPage({ job }: Props) {
  return job === undefined ? <NewRun /> : <OpenRun key={job} job={job} />;
}

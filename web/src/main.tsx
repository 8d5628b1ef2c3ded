import './styles/theme.css';
import './styles/base.css';
import './styles/controls.css';
import './shell/shell.css';
import { render } from 'preact';
import { App } from './shell/App.tsx';
import { obey } from './theme/theme.ts';

obey();
render(<App />, document.body);

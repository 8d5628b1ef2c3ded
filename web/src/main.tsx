import './styles/theme.css';
import './styles/base.css';
import './styles/controls.css';
import './shell/shell.css';
import { render } from 'preact';
import { App } from './shell/App.tsx';
import { applyTheme } from './theme/theme.ts';

applyTheme();
render(<App />, document.body);

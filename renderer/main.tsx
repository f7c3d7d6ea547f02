// First: what is loaded after it checks values as it is loaded.
import './no-jit';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { ErrorBoundary } from './app/ErrorBoundary';
import { connect } from './app/connect';
import { setUpTexts } from './i18n/texts';
import './app/theme.css';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root');
}
await setUpTexts();
connect();
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);

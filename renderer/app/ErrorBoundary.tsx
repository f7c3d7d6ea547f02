import type { ErrorInfo, ReactNode } from 'react';
import { Component } from 'react';
import { Translation } from 'react-i18next';
import { Button } from '../elements/Button';

/** A bug in drawing shows itself and a way on, instead of an empty window. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly broken: string | null }
> {
  override readonly state: { readonly broken: string | null } = { broken: null };

  static getDerivedStateFromError(thrown: unknown): { broken: string } {
    return { broken: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override componentDidCatch(thrown: Error, { componentStack }: ErrorInfo): void {
    // Where the log of the window and the tests see it.
    reportError(new Error(`${thrown.message}${componentStack ?? ''}`, { cause: thrown }));
  }

  override render(): ReactNode {
    const { broken } = this.state;
    if (broken === null) {
      return this.props.children;
    }
    return (
      <Translation>
        {(t) => (
          <div className="app__broken" role="alert">
            <p>{t('error.internal')}</p>
            <p className="app__why">{broken}</p>
            <Button
              main
              onClick={() => {
                window.location.reload();
              }}
            >
              {t('app.reload')}
            </Button>
          </div>
        )}
      </Translation>
    );
  }
}

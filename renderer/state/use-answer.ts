import { useCallback, useEffect, useState } from 'react';
import type { Request, Response, WindowChannel } from '../../electron/shared/ipc/contract';
import { invoke } from '../api/api';
import { report } from './notices';

/**
 * What is answered about something, for as long as the component is there and wants it; undefined until it is known. Something else is
 * asked about anew, and an answer that comes too late is dropped. An error is told of in the window.
 * @param ask the same function each time
 */
export function useAsked<K, T>(
  about: K,
  ask: (about: K) => Promise<T>,
  wanted = true,
): T | undefined {
  const [known, setKnown] = useState<{ readonly about: K; readonly answer: T }>();
  useEffect(() => {
    if (!wanted) {
      return;
    }
    let isDropped = false;
    ask(about)
      .then((answer) => {
        if (!isDropped) {
          setKnown({ about, answer });
        }
      })
      .catch(report);
    return () => {
      isDropped = true;
    };
  }, [about, ask, wanted]);
  return wanted && known?.about === about ? known.answer : undefined;
}

/** What a channel answers a request; see `useAsked`. */
export function useAnswer<C extends WindowChannel>(
  channel: C,
  request: Request<C>,
): Response<C> | undefined {
  const ask = useCallback(
    (text: string) => invoke(channel, JSON.parse(text) as Request<C>),
    [channel],
  );
  // The same request is often another object.
  return useAsked(JSON.stringify(request), ask);
}

import { Music } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { coverUrl } from '../../electron/shared/ipc/contract';
import './elements.css';

/** A song's cover, or a note where it has none or it is no picture. `size` in pixels. */
export function Cover({
  id,
  hasCover,
  size,
}: {
  readonly id: string;
  readonly hasCover: boolean;
  readonly size: number;
}): JSX.Element {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className="cover" style={{ width: size, height: size }} aria-hidden="true">
      {hasCover && broken !== id ? (
        <img
          src={coverUrl(id)}
          alt=""
          loading="lazy"
          draggable={false}
          onError={() => {
            setBroken(id);
          }}
        />
      ) : (
        <Music size={Math.round(size * 0.5)} />
      )}
    </span>
  );
}

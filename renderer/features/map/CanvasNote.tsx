import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';

/** Says that the map is drawn without the graphics card, and why. */
export function CanvasNote({ reason }: { readonly reason: string }): JSX.Element {
  const { t } = useTranslation();
  return (
    <p className="map__about" role="status" data-testid="map-without-webgl">
      {t('map.without-webgl', { reason })}
    </p>
  );
}

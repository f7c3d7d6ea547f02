import type { TFunction } from 'i18next';
import type { JSX } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../elements/Button';
import { ProgressBar } from '../../elements/ProgressBar';
import { cancelJob, useJobs } from '../../state/jobs';
import { computeMap, FEWEST_SONGS, openMap, useMap } from '../../state/map';
import { MapCanvas } from './MapCanvas';
import './map.css';

/** The library as a picture; or why there is none yet, and the way to one. */
export function MapView(): JSX.Element {
  const layout = useMap((state) => state.layout);
  useEffect(() => {
    void openMap();
  }, []);
  return (
    <section className="map">
      {layout === null ? (
        <>
          <NoMap />
          <MapStatus hasMap={false} />
        </>
      ) : (
        <MapCanvas layout={layout}>
          <MapStatus hasMap />
        </MapCanvas>
      )}
    </section>
  );
}

function NoMap(): JSX.Element | null {
  const { t } = useTranslation();
  const loaded = useMap((state) => state.loaded);
  const enough = useMap((state) => state.stale >= FEWEST_SONGS);
  const computing = useJobs((state) => state.running.map !== undefined);
  if (!loaded || computing) {
    return null;
  }
  return (
    <div className="map__none">
      <h2>{t('map.none-title')}</h2>
      <p>{enough ? t('map.about') : t('map.none')}</p>
      {enough && (
        <Button
          main
          onClick={() => {
            void computeMap();
          }}
        >
          {t('map.retry')}
        </Button>
      )}
    </div>
  );
}

/** What is going on, or what is missing on the map. */
function MapStatus({ hasMap }: { readonly hasMap: boolean }): JSX.Element | null {
  const { t } = useTranslation();
  const job = useJobs((state) => state.running.map);
  const stale = useMap((state) => state.stale);
  const placed = useMap((state) => state.placed);
  const renew = useMap((state) => state.renew);
  if (job !== undefined) {
    const { paused } = job;
    return (
      <div className="map__status" role="status">
        <span>
          {paused === null
            ? t(renew !== null && hasMap ? `map.renewing-${renew}` : 'map.computing')
            : t(`scan.paused-${paused}`)}
        </span>
        <div className="map__bar">
          <ProgressBar label={t('map.computing')} done={job.done} total={job.total} />
        </div>
        {paused !== null && (
          <Button
            small
            onClick={() => {
              void computeMap(job.space === undefined ? {} : { space: job.space });
            }}
          >
            {t('scan.resume-anyway')}
          </Button>
        )}
        <Button
          small
          onClick={() => {
            void cancelJob(job.job);
          }}
        >
          {t('map.cancel')}
        </Button>
      </div>
    );
  }
  if (!hasMap || (stale + placed === 0 && renew === null)) {
    return null;
  }
  return (
    <div className="map__status">
      {renew === 'trust' && <span>{t('map.untrue')}</span>}
      <Button
        small
        onClick={() => {
          void computeMap();
        }}
      >
        {statusText(t, stale, placed)}
      </Button>
    </div>
  );
}

function statusText(t: TFunction, stale: number, placed: number): string {
  if (stale > 0) {
    return t('map.update', { count: stale });
  }
  return placed > 0 ? t('map.renew', { count: placed }) : t('map.relearned');
}

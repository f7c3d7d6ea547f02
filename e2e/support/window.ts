import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** The places of the window that a person uses, by role and by test id. */
export class AppWindow {
  readonly page: Page;
  readonly emptyState: Locator;
  readonly table: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly heardFilter: Locator;
  readonly similar: Locator;
  readonly similarItems: Locator;
  readonly player: Locator;
  readonly scanProgress: Locator;
  readonly problemsButton: Locator;
  readonly problems: Locator;
  readonly problemItems: Locator;
  readonly problemGroups: Locator;
  readonly libraryTab: Locator;
  readonly mapTab: Locator;
  readonly map: Locator;
  readonly mapHover: Locator;
  readonly mapLines: Locator;
  readonly mapSelected: Locator;
  readonly mapLegend: Locator;
  readonly mapPicked: Locator;
  readonly mapList: Locator;
  readonly settingsButton: Locator;
  readonly playlistItems: Locator;
  readonly playlistView: Locator;
  readonly playlistRows: Locator;
  readonly playlistName: Locator;
  readonly doneBar: Locator;

  constructor(page: Page) {
    this.page = page;
    this.emptyState = page.getByTestId('empty-state');
    this.table = page.getByTestId('library-table');
    this.rows = page.getByTestId('track-row');
    this.search = page.getByRole('searchbox');
    this.heardFilter = page.getByLabel('Only songs in which you hear');
    this.similar = page.getByTestId('similar-panel');
    this.similarItems = page.getByTestId('similar-item');
    this.player = page.getByTestId('player');
    this.scanProgress = page.getByTestId('scan-progress');
    this.problemsButton = page.getByTestId('problems-button');
    this.problems = page.getByTestId('problems-list');
    this.problemItems = page.getByTestId('problem-item');
    this.problemGroups = page.getByTestId('problem-group');
    this.libraryTab = page.getByTestId('library-tab');
    this.mapTab = page.getByTestId('map-tab');
    this.map = page.getByTestId('map-canvas');
    this.mapLines = page.getByTestId('map-lines').locator('line');
    this.mapSelected = page.getByTestId('map-selected');
    this.mapLegend = page.getByTestId('map-legend');
    this.mapPicked = page.getByTestId('map-picked');
    this.mapList = page.getByTestId('map-list').getByRole('button', { includeHidden: true });
    this.mapHover = page.getByTestId('map-hover');
    this.settingsButton = page.getByTestId('settings-button');
    this.playlistItems = page.getByTestId('playlist-item');
    this.playlistView = page.getByTestId('playlist-view');
    this.playlistRows = page.getByTestId('playlist-row');
    this.playlistName = page.getByTestId('playlist-name');
    this.doneBar = page.getByTestId('done-bar');
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** The ids of the rows on screen, from top to bottom. */
  async rowIds(): Promise<string[]> {
    return idsOf(this.rows);
  }

  /** The ids of the open playlist's rows on screen, from top to bottom. */
  async playlistRowIds(): Promise<string[]> {
    return idsOf(this.playlistRows);
  }

  async similarIds(): Promise<string[]> {
    return idsOf(this.similarItems);
  }

  /** The sound itself: what the audio element says of its song. */
  sound(): Promise<Sound> {
    return this.page.evaluate(() => {
      const audio = document.querySelector<HTMLAudioElement>('[data-testid=player] audio');
      if (audio === null) {
        throw new Error('There is no audio element in the window.');
      }
      const { src, currentTime, duration, paused, volume } = audio;
      return { src, currentTime, duration, paused, volume, error: audio.error?.message ?? null };
    });
  }

  /** Waits until this song is really being played: time goes on, without an error. */
  async isPlaying(id: string): Promise<Sound> {
    await expect.poll(async () => (await this.sound()).src).toContain(id);
    const from = (await this.sound()).currentTime;
    await expect
      .poll(async () => {
        const { currentTime, error } = await this.sound();
        expect(error).toBeNull();
        return currentTime;
      })
      .toBeGreaterThan(from);
    return this.sound();
  }
}

/** The audio element's state; times in seconds. */
export interface Sound {
  readonly src: string;
  readonly currentTime: number;
  readonly duration: number;
  readonly paused: boolean;
  readonly volume: number;
  readonly error: string | null;
}

function idsOf(items: Locator): Promise<string[]> {
  return items.evaluateAll((all) => all.map((item) => item.getAttribute('data-track-id') ?? ''));
}

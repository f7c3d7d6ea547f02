import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { fileURLToPath } from 'node:url';
import { InstallerMaker } from './scripts/package/installer-maker';

/**
 * scripts/package.mjs lays out what is shipped and calls Forge on it:
 * `app/` becomes the archive, `electron/` holds the runtime as a zip, `extra/` goes beside the archive.
 */
const staged = (name: string): string =>
  fileURLToPath(new URL(`./.cache/package/${name}`, import.meta.url));

/**
 * A package for the end-to-end tests can be driven by Playwright, which needs `--inspect`. What people get cannot be:
 * whoever may start it could otherwise run code in its name.
 */
const forTests = process.env.OK_MUGLE_TEST_PACKAGE === '1';

export default {
  packagerConfig: {
    name: 'OK Mugle',
    executableName: 'ok-mugle',
    appBundleId: 'io.github.ok-mugle',
    appCategoryType: 'public.app-category.music',
    icon: fileURLToPath(new URL('./resources/icon', import.meta.url)),
    electronZipDir: staged('electron'),
    extraResource: ['native-models', 'LICENSE', 'NOTICE'].map((name) => staged(`extra/${name}`)),
    // What is staged is what is shipped.
    prune: false,
    asar: {
      // Native libraries are loaded by the system, and worker threads and utility processes start from plain files.
      unpackDir:
        '{node_modules,build/engine-host,build/engine-worker,build/map-worker,build/lists-worker}',
    },
  },
  // The native libraries come built for every Node and Electron (N-API).
  rebuildConfig: { onlyModules: [] },
  makers: [
    new InstallerMaker({
      appId: 'io.github.ok-mugle',
      linux: { category: 'Audio', maintainer: 'The OK Mugle engineers' },
    }),
  ],
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: forTests,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    }),
  ],
} satisfies ForgeConfig;

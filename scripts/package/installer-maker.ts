import { MakerBase } from '@electron-forge/maker-base';
import type { MakerOptions } from '@electron-forge/maker-base';
import type { ForgePlatform } from '@electron-forge/shared-types';
import type { Configuration } from 'electron-builder';
import { Arch, build, Platform } from 'electron-builder';

/** What electron-builder is told besides the packaged folder. */
export type InstallerConfig = Pick<Configuration, 'appId' | 'linux' | 'mac' | 'win'>;

/**
 * Makes installers of the packaged folder with electron-builder: AppImage and deb, dmg, NSIS. It fetches its tools from
 * a release server the first time, so a closed network can package but not make.
 */
export class InstallerMaker extends MakerBase<InstallerConfig> {
  readonly name = 'electron-builder';
  readonly defaultPlatforms: ForgePlatform[] = ['linux', 'darwin', 'win32'];

  override isSupportedOnCurrentPlatform(): boolean {
    return true;
  }

  /** @returns the paths of the installers. */
  override async make(options: MakerOptions): Promise<string[]> {
    const arch = options.targetArch === 'arm64' ? Arch.arm64 : Arch.x64;
    return build({
      targets: targetsOf(options.targetPlatform, arch),
      prepackaged: options.dir,
      publish: 'never',
      config: { ...this.config, directories: { output: options.makeDir } },
    });
  }
}

function targetsOf(platform: ForgePlatform, arch: Arch): ReturnType<Platform['createTarget']> {
  switch (platform) {
    case 'linux':
      return Platform.LINUX.createTarget(['AppImage', 'deb'], arch);
    case 'darwin':
      return Platform.MAC.createTarget(['dmg'], arch);
    case 'win32':
      return Platform.WINDOWS.createTarget(['nsis'], arch);
    default:
      throw new Error(`No installer is made for ${platform}.`);
  }
}

import { expect, it } from 'vitest';
import { folderChoices } from './folder-choices';

it('offers the music folders, those with songs, and all between', () => {
  const folders = ['/home/me/Music/Abba/Arrival', '/home/me/Music', '/usb', '/home/me/Musicals'];
  expect(folderChoices(['/usb', '/home/me/Music'], folders)).toEqual([
    { path: '/home/me/Music', text: 'Music' },
    { path: '/home/me/Music/Abba', text: 'Music / Abba' },
    { path: '/home/me/Music/Abba/Arrival', text: 'Music / Abba / Arrival' },
    { path: '/usb', text: 'usb' },
  ]);
});

it('reads the paths of Windows, drives and roots of a whole disk', () => {
  expect(
    folderChoices(['D:\\', 'C:\\Music'], ['C:\\Music\\A', 'D:\\B']).map((each) => each.path),
  ).toEqual(['D:\\', 'D:\\B', 'C:\\Music', 'C:\\Music\\A']);
  expect(folderChoices(['/'], ['/mnt'])).toEqual([
    { path: '/', text: '/' },
    { path: '/mnt', text: '/ / mnt' },
  ]);
});

it('offers the higher ones of very many', () => {
  const many = Array.from({ length: 3_000 }, (_, at) => `/m/${String(at % 900)}/${String(at)}`);
  const choices = folderChoices(['/m'], many);
  expect(choices).toHaveLength(1_000);
  expect(choices.filter(({ path }) => path.split('/').length === 3)).toHaveLength(900);
});

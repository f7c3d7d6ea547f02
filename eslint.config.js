import { defineConfig, globalIgnores } from 'eslint/config';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const nativeLibraries = {
  '@lancedb/lancedb': 'electron/engine/store',
  'apache-arrow': 'electron/engine/store',
  'onnxruntime-node': 'electron/engine/embed',
  'music-metadata': 'electron/engine/tags',
  'audio-decode': 'electron/engine/decode',
  '@audio/decode-opus/core': 'electron/engine/decode',
  '@audio/decode-vorbis': 'electron/engine/decode',
  '@wasm-audio-decoders/flac': 'electron/engine/decode',
};

const electronBan = {
  name: 'electron',
  message: 'Only electron/main and electron/preload know Electron; pass what is needed in options.',
};

const wakeLockBan = {
  name: 'electron',
  importNames: ['powerSaveBlocker'],
  message: 'Listening never keeps a computer awake.',
};

/** The message in the editor; dependency-cruiser is the gate (.dependency-cruiser.cjs). */
function restrict(allowed) {
  const paths = Object.entries(nativeLibraries)
    .filter(([name]) => !allowed.includes(name))
    .map(([name, home]) => ({ name, message: `Only ${home} may import ${name}.` }));
  return ['error', { paths: [allowed.includes('electron') ? wakeLockBan : electronBan, ...paths] }];
}

export default defineConfig(
  globalIgnores([
    'node_modules/',
    'build/',
    'out/',
    'dist/',
    '.cache/',
    'e2e/results/',
    '**/*.cjs',
    'electron/engine/forbidden-electron.d.ts',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Use a readonly tuple and a union type.' },
      ],
      'no-restricted-imports': restrict([]),
      'max-lines': ['error', { max: 400, skipBlankLines: false }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      complexity: ['error', 12],
      eqeqeq: ['error', 'smart'],
      curly: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['electron/main/**/*.ts', 'electron/preload/**/*.ts'],
    rules: { 'no-restricted-imports': restrict(['electron']) },
  },
  ...Object.entries(nativeLibraries).map(([name, home]) => ({
    files: [`${home}/**/*.ts`],
    rules: {
      'no-restricted-imports': restrict(
        Object.keys(nativeLibraries).filter(
          (other) => nativeLibraries[other] === home || other === name,
        ),
      ),
    },
  })),
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [jsxA11y.flatConfigs.recommended, reactHooks.configs.flat['recommended-latest']],
  },
  {
    // Numeric kernels index typed arrays in loops whose bounds are the arrays' own lengths.
    files: [
      'electron/engine/{map,rank,decode,embed,describe,playlists/music2vec}/**/*.ts',
      'electron/shared/packed-rows.ts',
      'renderer/features/map/mix-points.ts',
      'scripts/bench/**/*.ts',
    ],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'electron/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['*.config.ts', 'e2e/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { sourceType: 'module' },
  },
);

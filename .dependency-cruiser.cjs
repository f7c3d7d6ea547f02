/** The walls of the architecture. `npm run check` runs them; scripts/walls.test.ts shows that they trip. */
const stages = 'scan|tags|decode|describe|embed|store|rank|map|playlists';
const test = '\\.test\\.tsx?$';

const home = (name, library, folder) => ({
  name,
  severity: 'error',
  comment: `${library} has one home: ${folder}.`,
  from: { path: '^(electron|renderer|native-models|e2e)/', pathNot: [`^${folder}/`, test] },
  to: { path: `^(node_modules/)?${library}(/|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle has no order in which to read it.',
      from: { pathNot: '^node_modules' },
      to: { circular: true },
    },
    {
      name: 'engine-never-reaches-electron',
      severity: 'error',
      comment: 'The engine runs in tests, in the command line and in the app alike: plain Node.',
      from: { path: '^electron/(engine|engine-host|cli)/', pathNot: test },
      // The package, not this project's own folder of that name.
      to: { path: '^node_modules/electron/|^electron$|^electron/(main|preload)/', reachable: true },
    },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      comment: 'electron/shared is loaded everywhere: zod only, no Node, no DOM, no electron.',
      from: { path: '^electron/shared/', pathNot: test },
      to: { pathNot: ['^electron/shared/', '^node_modules/zod/'] },
    },
    {
      name: 'stages-never-import-each-other',
      severity: 'error',
      comment: 'Only electron/engine/pipeline and index.ts join stages.',
      from: { path: `^electron/engine/(${stages})/`, pathNot: test },
      to: {
        path: '^electron/engine/',
        pathNot: ['^electron/engine/$1/'],
      },
    },
    {
      name: 'window-sees-only-shared',
      severity: 'error',
      comment: 'Renderer and preload talk through the contract.',
      from: { path: '^(renderer|electron/preload)/', pathNot: test },
      to: { path: '^(electron/(engine|engine-host|cli|main)|native-models|scripts|e2e)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      comment: 'The window is sandboxed.',
      from: { path: '^renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-spawns-the-engine',
      severity: 'error',
      comment: 'Main never blocks: the engine lives in its own process.',
      from: { path: '^electron/main/', pathNot: test },
      to: { path: '^(electron/(engine|engine-host|cli)|native-models|renderer)/' },
    },
    {
      name: 'models-stand-alone',
      severity: 'error',
      comment: 'native-models knows nothing of the product.',
      from: { path: '^native-models/', pathNot: test },
      to: { path: '^(electron|renderer|scripts|e2e)/' },
    },
    {
      name: 'e2e-drives-the-app-from-outside',
      severity: 'error',
      comment: 'End-to-end tests meet the app as a person does.',
      from: { path: '^e2e/' },
      to: { path: '^(electron/(engine|engine-host|cli|main|preload)|renderer|native-models)/' },
    },
    home('lancedb-only-in-store', '(@lancedb/lancedb|apache-arrow)', 'electron/engine/store'),
    home('onnxruntime-only-in-embed', 'onnxruntime-node', 'electron/engine/embed'),
    {
      name: 'onnxruntime-only-told-to-be-silent',
      severity: 'error',
      comment:
        'It sends telemetry unless it is told not to before it is loaded: load-onnxruntime.ts does.',
      from: {
        path: '^(electron|native-models)/',
        pathNot: ['^electron/engine/embed/load-onnxruntime\\.ts$'],
      },
      to: { path: '^(node_modules/)?onnxruntime-node(/|$)', dependencyTypesNot: ['type-only'] },
    },
    home('music-metadata-only-in-tags', 'music-metadata', 'electron/engine/tags'),
    home('playlist-formats-only-in-playlists', '(sax|iconv-lite)', 'electron/engine/playlists'),
    home(
      'decoder-only-in-decode',
      '(audio-decode|@audio/[^/]+|@wasm-audio-decoders/[^/]+)',
      'electron/engine/decode',
    ),
    {
      name: 'essentia-only-where-it-defines',
      severity: 'error',
      comment: 'essentia.js defines the mel features and the descriptors, nothing else.',
      from: {
        path: '^(electron|renderer|e2e)/',
        pathNot: ['^electron/engine/describe/', test],
      },
      to: { path: '^node_modules/essentia\\.js' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'An import that resolves to nothing escapes every other rule.',
      from: { path: '^(electron|renderer|native-models|e2e|scripts)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|out|dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

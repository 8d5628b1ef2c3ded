import { defineConfig, type Plugin, type UserConfig } from 'vite';

/** The folder of the built page; another one to compare it. */
const OUT = process.env.EARSIGHT_PAGE_OUT ?? '../crates/earsight-serve/assets';

/** The address of `earsight serve` during development. */
const server = process.env.EARSIGHT_URL ?? 'http://127.0.0.1:7272';

/** Blocks rendering until the small script has run, so that the page appears in its theme. */
function blockRendering(): Plugin {
  return {
    name: 'block-rendering',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replaceAll(' crossorigin', '').replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

/** Serves addresses of clips as pages in development; Vite takes paths with dots for files. */
function serveClipPages(): Plugin {
  return {
    name: 'serve-clip-pages',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _, next) => {
        if (request.url?.startsWith('/clip/')) request.url = '/';
        next();
      });
    },
  };
}

/** The page as files for the server. */
const served: UserConfig = {
  plugins: [blockRendering(), serveClipPages()],
  server: {
    proxy: {
      // The server rejects requests of pages from other origins.
      '/api': { target: server, changeOrigin: true, headers: { origin: server } },
    },
  },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy forbids `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.json' },
  },
};

/** The page as one script and one style, for the single HTML file of `earsight report`. */
const saved: UserConfig = {
  publicDir: false,
  build: {
    outDir: `${OUT}/saved`,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'src/main.tsx',
      output: { codeSplitting: false, entryFileNames: 'page.js', assetFileNames: 'page[extname]' },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'saved' ? saved : served));

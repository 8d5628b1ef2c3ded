import { defineConfig, type Plugin, type UserConfig } from 'vite';

/** Where the built page goes; another place where it is only compared. */
const OUT = process.env.EARSIGHT_PAGE_OUT ?? '../crates/earsight-serve/assets';

/** Where a running `earsight serve` answers while the page is worked on. */
const server = process.env.EARSIGHT_URL ?? 'http://127.0.0.1:7272';

/** The first thing drawn is the page in its theme: rendering waits for the program, which is small. */
function drawOnce(): Plugin {
  return {
    name: 'draw-once',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replaceAll(' crossorigin', '').replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

/** In development addresses of clips hold dots, which Vite would take for files. */
function addressesWithDots(): Plugin {
  return {
    name: 'addresses-with-dots',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _, next) => {
        if (request.url?.startsWith('/clip/')) request.url = '/';
        next();
      });
    },
  };
}

/** The page as files of a server. */
const served: UserConfig = {
  plugins: [drawOnce(), addressesWithDots()],
  server: {
    proxy: {
      // The server answers no other site's page, which this one would be.
      '/api': { target: server, changeOrigin: true, headers: { origin: server } },
    },
  },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy knows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.json' },
  },
};

/** The same page as one script and one style, which `earsight report` writes into one HTML file with its data. */
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

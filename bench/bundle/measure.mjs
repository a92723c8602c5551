import { sizesOf } from './sizes.mjs';

/** Bundles one program for the browser and prints its sizes: `measure.mjs <source>`. */
const { first, all } = await sizesOf(process.argv[2], import.meta.dirname);
const KiB = 1024;
console.log(
  JSON.stringify({
    firstMinifiedKiB: first.minified / KiB,
    firstGzipKiB: first.gzipped / KiB,
    allMinifiedKiB: all.minified / KiB,
    allGzipKiB: all.gzipped / KiB,
  }),
);

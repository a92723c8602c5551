import { createServer } from '../../src/server/index.js';

/** Serves the data directory given as argument until it is killed, and prints the address. */
const server = createServer({ dataDir: process.argv[2] ?? '' });
try {
  const { url } = await server.listen();
  console.log(url);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

#!/usr/bin/env node
// Node keeps what it compiled, from version 22.1 on.
require('node:module').enableCompileCache?.();
void require('../dist/cli/main.cjs')
  .runProcess()
  .then((code) => (process.exitCode = code));

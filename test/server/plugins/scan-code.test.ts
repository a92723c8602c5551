import { describe, expect, it } from 'vitest';
import { readManifest, outputsOf } from '../../../src/server/plugins/read-manifest.js';
import { scanCode, toText } from '../../../src/server/plugins/scan-code.js';

const scan = (...lines: string[]) => scanCode('core.py', lines.join('\n')).map(toText);

describe('the scan of plugin code', () => {
  it.each([
    ['import subprocess', 'core.py:1: subprocess must not be imported (forbidden-import)'],
    ['import os, socket as s', 'core.py:1: socket must not be imported (forbidden-import)'],
    ['from subprocess import run', 'core.py:1: subprocess must not be imported (forbidden-import)'],
    ['from ctypes.util import find_library', 'core.py:1: ctypes must not be imported (forbidden-import)'],
    ['from os import path, system', 'core.py:1: os.system must not be imported (forbidden-import)'],
    ['from os import *', 'core.py:1: os.system must not be imported (forbidden-import)'],
    ['os.system("ls")', 'core.py:1: os.system must not be called (forbidden-call)'],
    ['x = eval(text)', 'core.py:1: eval must not be called (forbidden-call)'],
    ['exec (code)', 'core.py:1: exec must not be called (forbidden-call)'],
    ['f"{eval(text)}"', 'core.py:1: eval must not be called (forbidden-call)'],
    ['__import__("subprocess")', 'core.py:1: subprocess must not be imported (forbidden-import)'],
    ["importlib.import_module('socket')", 'core.py:1: socket must not be imported (forbidden-import)'],
  ])('finds %s', (code, finding) => {
    expect(scan(code)).toEqual([finding]);
  });

  it('follows another name of a module, and lines that brackets or backslashes join', () => {
    expect(scan('import os as o', 'o.system("ls")')).toEqual([
      'core.py:2: os.system must not be called (forbidden-call)',
    ]);
    expect(scan('x = 1', 'from os import (', '  path,', '  system,', ')')).toEqual([
      'core.py:2: os.system must not be imported (forbidden-import)',
    ]);
    expect(scan('import \\', '  subprocess')).toEqual([
      'core.py:1: subprocess must not be imported (forbidden-import)',
    ]);
  });

  it.each([
    'import os',
    'model.eval()',
    'def exec(self): pass',
    '# import subprocess',
    '"""', // an unended string swallows the rest
    'text = "import subprocess"',
    'import subprocessing',
    'evaluate(x)',
    'os.path.join(a, b)',
  ])('leaves %s alone', (code) => {
    expect(scan(code)).toEqual([]);
  });

  it('counts the lines of long strings', () => {
    expect(scan('"""', 'import socket', '"""', 'import socket')).toEqual([
      'core.py:4: socket must not be imported (forbidden-import)',
    ]);
  });
});

describe('a manifest in Python', () => {
  it('is read as far as it is plain data', () => {
    const manifest = readManifest(`
from pydantic import BaseModel
class Input(BaseModel):
    text: str = "a"
metadata = {"name": 'shoes', "version": "v1", 'description': """Two
lines"""}
input_schema = Input
output_schema = {"type": "object", "required": ("a", "b",), "n": -1.5, "on": True, "off": None}
features: list = [
    {"name": "color", "type": "vector", "dimension": 1_024},  # comment
]
dependencies = ["numpy" ">=1", call()]
`);
    expect(manifest).toMatchObject({
      feature_extractor_name: 'shoes',
      version: 'v1',
      input_schema: null,
      output_schema: { type: 'object', required: ['a', 'b'], n: -1.5, on: true, off: null },
      features: [{ name: 'color', type: 'vector', dimension: 1024 }],
      dependencies: [],
    });
    expect(outputsOf(manifest, 'shoes')).toEqual([{ output: 'color', index: 'shoes_color', dimension: 1024 }]);
  });
});

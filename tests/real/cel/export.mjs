// Prints the suite of the Common Expression Language's specification, one case a line in JSON.
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';

function print(suite, path) {
  for (const inner of suite.suites ?? []) print(inner, [...path, inner.name]);
  for (const test of suite.tests ?? []) console.log(JSON.stringify({ ...test.original, file: path[0], section: path.slice(1).join('/') }));
}

print(tests, []);

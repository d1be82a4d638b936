// validate.mjs SCHEMA DOCUMENT…: prints every error and exits with 1 when a document does not fit.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [schemaFile, ...documents] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const schema = read(schemaFile);
const Validator = String(schema.$schema).includes('2020-12') ? Ajv2020.default ?? Ajv2020 : Ajv.default ?? Ajv;
// The published SARIF schema has patterns that are no valid Unicode expressions, and keywords of its editors.
const ajv = new Validator({ strict: false, allErrors: true, unicodeRegExp: false, validateSchema: false, logger: false });
(addFormats.default ?? addFormats)(ajv);
const validate = ajv.compile(schema);
let failed = false;
for (const file of documents) {
  if (!validate(read(file))) {
    failed = true;
    for (const error of validate.errors) console.log(`${file}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  }
}
process.exit(failed ? 1 : 0);

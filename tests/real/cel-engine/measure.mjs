// node measure.mjs RULES DATA: measures every rule with the npm engine; prints {rules: {name: {result, nanoseconds}}, compileMilliseconds}.
import { readFileSync } from 'node:fs'
import { Environment } from '@marcbachmann/cel-js'

const rules = JSON.parse(readFileSync(process.argv[2], 'utf8'))
// The engine takes numbers of JavaScript as doubles and big integers as int.
const data = JSON.parse(readFileSync(process.argv[3], 'utf8'), (_, value) => (Number.isInteger(value) ? BigInt(value) : value))

const median = values => values.sort((a, b) => a - b)[values.length >> 1]

function environment () {
  const made = new Environment()
  for (const name of Object.keys(data)) made.registerVariable(name, 'dyn')
  return made
}

function measure (evaluate) {
  let count = 1
  for (let spent = 0; spent < 20e6; count *= 2) spent = run(evaluate, count)
  return median(Array.from({ length: 15 }, () => run(evaluate, count) / count))
}

function run (evaluate, count) {
  const started = process.hrtime.bigint()
  for (let i = 0; i < count; i++) evaluate(data)
  return Number(process.hrtime.bigint() - started)
}

const known = environment()
const found = {}
for (const [name, text] of Object.entries(rules)) {
  const program = known.parse(text)
  found[name] = { result: program(data), nanoseconds: measure(program) }
}

const compile = () => { for (const text of Object.values(rules)) known.parse(text).check() }
console.log(JSON.stringify({ rules: found, compileMilliseconds: measure(compile) / 1e6 }))

// Runs XForms in the engine of ODK Web Forms, for the tests that hold ours against it.
// A line of standard input is a job: { form, files, steps: [{ set, value } | { add } | { remove, index } | { language }] }.
// A line of standard output is its answer: { states: [[[reference, value, relevant, required, choices], …], …] }, one state at the
// beginning and one after each step, or { error }.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const home = createRequire(pathToFileURL(process.argv[2] + '/').href);
const now = Number(process.argv[3]);

// The clock stands still.
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) { args.length === 0 ? super(now) : super(...args); }
  static now() { return now; }
};

// The engine is made for browsers, and its parser for a Node of old: they are given a document and a folder.
const { JSDOM } = home('jsdom');
const { window } = new JSDOM('<!doctype html><html></html>');
globalThis.window = window;
for (const name of ['document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XMLDocument', 'Attr', 'Text', 'Comment',
  'CDATASection', 'ProcessingInstruction', 'NodeList', 'HTMLElement', 'DocumentFragment', 'CharacterData', 'File', 'Blob', 'FormData'])
  globalThis[name] = window[name];
globalThis.__dirname = '.';

const engine = await import(pathToFileURL(home.resolve('@getodk/xforms-engine')).href);

function* nodes(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* nodes(child);
}

function leaves(root) {
  const state = [];
  for (const node of nodes(root)) {
    if (node === root || node.currentState.children !== null) continue;
    const { reference, relevant, required, instanceValue, valueOptions } = node.currentState;
    const value = instanceValue ?? '';
    state.push([reference, String(value), relevant, required, valueOptions === null || valueOptions === undefined ? null : valueOptions.map((o) => o.value)]);
  }
  return state;
}

function find(root, reference) {
  for (const node of nodes(root)) if (node.currentState.reference === reference) return node;
  throw new Error(`nothing at ${reference}`);
}

function give(node, value) {
  if (node.nodeType === 'select') node.selectValues(value === '' ? [] : value.split(' '));
  else if (node.nodeType === 'rank') node.setValues(value === '' ? [] : value.split(' '));
  else if (node.nodeType === 'trigger') node.setValue(value === 'OK');
  else if (value === '') node.setValue(node.valueType === 'string' ? '' : null);
  else if (node.valueType === 'int') node.setValue(BigInt(value));
  else if (node.valueType === 'decimal') node.setValue(Number(value));
  else node.setValue(value);
}

function take(root, step) {
  if (step.set !== undefined) give(find(root, step.set), step.value);
  else if (step.add !== undefined) find(root, step.add).addInstances();
  else if (step.remove !== undefined) find(root, step.remove).removeInstances(step.index);
  else if (step.language !== undefined) root.setLanguage(root.languages.find((l) => l.language === step.language));
}

async function run(job) {
  const { root } = await engine.createInstance(job.form, {
    form: {
      fetchFormAttachment: async (url) => {
        const name = decodeURIComponent(String(url).split('/').pop());
        const text = job.files?.[name];
        return text === undefined ? new Response('', { status: 404 }) : new Response(text, { headers: { 'content-type': 'text/csv' } });
      },
    },
  });
  const states = [leaves(root)];
  for (const step of job.steps ?? []) {
    take(root, step);
    states.push(leaves(root));
  }
  return { states };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await run(JSON.parse(line));
  } catch (error) {
    answer = { error: `${error?.message ?? error}${error?.cause ? `: ${error.cause.message}` : ''}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

// The GraphQL over HTTP specification, by the audits of its reference implementation.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serverAudits, type AuditResult } from 'graphql-http';

import { anonymously, endpoint } from './server';

const EXPECTED = { MUST: 13, SHOULD: 23, MAY: 25 };

test('every audit of GraphQL over HTTP passes', async () => {
  const results: AuditResult[] = [];
  for (const audit of serverAudits({ url: endpoint, fetchFn: anonymously })) results.push(await audit.fn());
  const passed = { MUST: 0, SHOULD: 0, MAY: 0 };
  for (const result of results) {
    const [level, ...name] = result.name.split(' ');
    console.log([level!.padEnd(6), result.id, result.status.padEnd(6), name.join(' ')].join('  '));
    if (result.status === 'ok') passed[level as keyof typeof passed] += 1;
  }
  console.log(Object.entries(EXPECTED).map(([level, all]) => `${level} ${passed[level as keyof typeof passed]}/${all}`).join(', '));
  assert.deepEqual(results.filter(({ status }) => status !== 'ok').map(failure), []);
  assert.deepEqual(passed, EXPECTED);
});

function failure(result: AuditResult) {
  return `${result.id} ${result.name}: ${'reason' in result ? result.reason : ''}`;
}

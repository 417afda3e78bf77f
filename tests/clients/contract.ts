// Saves the contract as the server serves it, for the tools that want it in files.
import { mkdir, writeFile } from 'node:fs/promises';

import { server } from './server';

for (const folder of ['relay', 'tada', 'trusted']) await mkdir(`generated/${folder}`, { recursive: true });
await writeFile('generated/trusted/relay.json', '{}'); // Relay's compiler adds to it, and wants it to be there
for (const name of ['schema.graphql', 'schema.possible-types.json']) {
  const response = await fetch(`${server}/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  await writeFile(`generated/${name}`, await response.text());
}

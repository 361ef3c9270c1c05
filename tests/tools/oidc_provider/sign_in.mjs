// Signs a person in at the provider by the authorization code flow with PKCE, as a browser does, and prints the ID token.
// Argument: the name of the person.
import crypto from 'node:crypto';

const issuer = 'https://localhost:19443', back = 'https://localhost:19444/', cookies = new Map();
const verifier = crypto.randomBytes(32).toString('base64url');
const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function send(url, options = {}) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, { redirect: 'manual', ...options, headers: { ...options.headers, cookie } });
  for (const set of answer.headers.getSetCookie()) {
    const [pair] = set.split(';'), at = pair.indexOf('=');
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return answer;
}

const description = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
let answer = await send(`${description.authorization_endpoint}?` + new URLSearchParams({
  client_id: 'subrosa', response_type: 'code', scope: 'openid roles', redirect_uri: back, state: 'x', nonce: 'n',
  max_age: '600', code_challenge_method: 'S256',
  code_challenge: crypto.createHash('sha256').update(verifier).digest('base64url'),
}));
for (let steps = 0; steps < 12; steps++) {
  const next = new URL(answer.headers.get('location'), issuer);
  if (next.href.startsWith(back)) {
    const client = Buffer.from('subrosa:known%20to%20this%20test%20alone').toString('base64');
    const body = new URLSearchParams({
      grant_type: 'authorization_code', code: next.searchParams.get('code'), redirect_uri: back, code_verifier: verifier,
    });
    const headers = { ...form, authorization: `Basic ${client}` };
    const tokens = await (await fetch(description.token_endpoint, { method: 'POST', headers, body })).json();
    if (!tokens.id_token) throw new Error(JSON.stringify(tokens));
    console.log(tokens.id_token);
    process.exit(0);
  }
  answer = await send(next.href);
  if (answer.status === 200) {
    const page = await answer.text();
    const [, action] = page.match(/action="([^"]+)"/), [, prompt] = page.match(/name="prompt" value="([^"]+)"/);
    const body = new URLSearchParams({ prompt, login: process.argv[2], password: 'any' });
    answer = await send(new URL(action, issuer).href, { method: 'POST', headers: form, body });
  }
}
throw new Error('no code came');

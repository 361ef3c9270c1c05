// A certified OpenID Provider (the npm package oidc-provider) on this machine, for the script beside this file.
// Arguments: the folder with its certificate, the algorithm of its ID tokens.
import https from 'node:https';
import fs from 'node:fs';
import crypto from 'node:crypto';
import { Provider } from 'oidc-provider';

const [folder, alg] = process.argv.slice(2);
const pair = (...kind) => crypto.generateKeyPairSync(...kind).privateKey.export({ format: 'jwk' });
const provider = new Provider('https://localhost:19443', {
  jwks: {
    keys: [
      { ...pair('rsa', { modulusLength: 2048 }), use: 'sig', kid: 'rsa' },
      { ...pair('ec', { namedCurve: 'P-256' }), use: 'sig', kid: 'p256' },
      { ...pair('ed25519'), use: 'sig', kid: 'ed25519' },
    ],
  },
  clients: [{
    client_id: 'subrosa',
    client_secret: 'known to this test alone',
    redirect_uris: ['https://localhost:19444/'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    id_token_signed_response_alg: alg,
    require_auth_time: true,
  }],
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
  claims: { openid: ['sub'], roles: ['roles'], auth_time: null },
  conformIdTokenClaims: false,
  // A claim about a clearance, which nobody reads.
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, roles: ['subrosa-official'], clearance: 'TS' }) }),
  scopes: ['openid', 'roles'],
  cookies: { keys: ['known to this test alone'] },
  pkce: { required: () => true },
});
const tls = { key: fs.readFileSync(`${folder}/server.key`), cert: fs.readFileSync(`${folder}/server.pem`) };
https.createServer(tls, provider.callback()).listen(19443, '127.0.0.1', () => console.log('listening'));

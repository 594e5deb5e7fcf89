// `docker-credential-<name> get`: the server on stdin, JSON on stdout.
import { spawn } from 'node:child_process';
import { ImageError } from '../../../core/errors.ts';
import { parseJsonObject } from '../../../oci/json-object.ts';
import { ANONYMOUS, type Credentials, type Environment } from './credential.ts';

const LARGEST_ANSWER = 1 << 20;
const TIMEOUT_MS = 30_000;
const NOT_FOUND = 'credentials not found in native keychain';

/** Asks a helper for the credentials of a server. ImageError `credential-helper-failed`. */
export async function runCredentialHelper(
  name: string,
  options: { readonly server: string; readonly environment: Environment },
): Promise<Credentials> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw failed(name, 'it is not the name of a program');
  const answer = await run(`docker-credential-${name}`, { input: options.server, environment: options.environment });
  if (answer.exitCode !== 0) {
    if (answer.output.includes(NOT_FOUND)) return ANONYMOUS;
    throw failed(name, answer.output.trim().slice(0, 500) || `it ended with exit code ${answer.exitCode}`);
  }
  const body = parseJsonObject(Buffer.from(answer.output), {
    code: 'credential-helper-failed',
    what: `the answer of "docker-credential-${name}"`,
    maximumBytes: LARGEST_ANSWER,
  });
  const username = body.optionalString('Username') ?? '';
  const secret = body.optionalString('Secret') ?? '';
  if (username === '<token>') return { kind: 'identity-token', token: secret };
  return username === '' && secret === '' ? ANONYMOUS : { kind: 'password', username, password: secret };
}

type Answer = { readonly exitCode: number | null; readonly output: string };

function run(program: string, options: { readonly input: string; readonly environment: Environment }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      env: { ...options.environment },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
    });
    const pieces: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > LARGEST_ANSWER) child.kill();
      else pieces.push(piece);
    });
    child.on('error', (cause) => reject(failed(program.replace('docker-credential-', ''), cause.message, cause)));
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(pieces).toString('utf8') }));
    // A helper that ends without reading is judged by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
  });
}

function failed(name: string, why: string, cause?: unknown): ImageError {
  return new ImageError('credential-helper-failed', {
    message: `the credential helper "docker-credential-${name}" failed: ${why}`,
    hint: 'install the program, or remove it from "credsStore" and "credHelpers" in the Docker config file',
    cause,
  });
}

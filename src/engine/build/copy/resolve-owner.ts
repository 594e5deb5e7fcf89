import { BuildError, errorCode } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { resolveUserInRoot } from '../../containers/runtime-config/resolve-user.ts';
import type { Owner } from './rootfs-writer.ts';

/** `--chown=user[:group]`, names looked up in the image. Without a group a number is both, a name brings its own. */
export function resolveOwner(text: string, rootfs: string, at: SourcePosition): Owner {
  try {
    const { uid, gid } = resolveUserInRoot(/^[0-9]+$/.test(text) ? `${text}:${text}` : text.replace(/:$/, ''), rootfs);
    return { uid, gid };
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'unknown-user' && code !== 'unknown-group' && code !== 'invalid-user') throw error;
    throw new BuildError(code, {
      message: `flag "--chown" has the value "${text}", which the image's /etc/passwd and /etc/group do not know`,
      at,
      hint: 'create the user in an earlier RUN, or give numbers',
      cause: error,
    });
  }
}

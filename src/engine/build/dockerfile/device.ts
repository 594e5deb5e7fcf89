// `RUN --device=vendor.com/class=name,required`: a device by its CDI name.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { suggest } from '../../../core/suggest.ts';
import { parseBoolean, parseCsvRecord } from './go-values.ts';
import type { Device } from './model.ts';

/** Reads the value of `--device`. A field that is no known key is the device's name, equals sign and all. */
export function parseDevice(text: string, at: SourcePosition): Device {
  const fields = parseCsvRecord(text);
  if (!fields) throw new BuildError('bad-device', { message: `device "${text}" has unbalanced double quotes`, at });
  let name: string | undefined;
  let required = false;
  for (const field of fields) {
    const [key = '', ...rest] = field.split('=');
    const value = rest.join('=');
    if (key.toLowerCase() === 'required') required = requiredValue(field, value, at);
    else if (name !== undefined) throw secondName({ name, field, key, at });
    else name = key.toLowerCase() === 'name' && rest.length > 0 ? value : field;
  }
  if (!name)
    throw new BuildError('bad-device', { message: 'device has no name, expected <vendor>/<class>[=<name>]', at });
  return { name, required };
}

function requiredValue(field: string, value: string, at: SourcePosition): boolean {
  const parsed = field.includes('=') ? parseBoolean(value) : true;
  if (parsed !== undefined) return parsed;
  throw new BuildError('bad-device', {
    message: `device key "required" has the value "${value}", expected true or false`,
    at,
  });
}

function secondName({
  name,
  field,
  key,
  at,
}: {
  name: string;
  field: string;
  key: string;
  at: SourcePosition;
}): BuildError {
  const near = suggest(key, ['required', 'name']);
  return new BuildError('bad-device', {
    message: `device has the name "${name}" already, "${field}" would be a second one`,
    at,
    hint: near && near !== key ? `did you mean "${near}"?` : 'use one --device for each device',
  });
}

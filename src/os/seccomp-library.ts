// libseccomp through FFI. Loaded at first use: a machine that only reads plans does not need it.
import koffi from 'koffi';
import { loadLibrary, type NativeFunction } from './libc.ts';

export type SeccompLibrary = {
  readonly init: NativeFunction;
  readonly setAttribute: NativeFunction;
  readonly addArchitecture: NativeFunction;
  readonly resolveName: NativeFunction;
  readonly addRuleArray: NativeFunction;
  readonly exportBpf: NativeFunction;
  readonly release: NativeFunction;
  readonly version: NativeFunction;
};

let loaded: SeccompLibrary | undefined;

/** The library's functions; throws a SystemError that names the package if it is missing. */
export function seccompLibrary(): SeccompLibrary {
  loaded ??= loadFunctions();
  return loaded;
}

/** `2.5.4` */
export function seccompLibraryVersion(): string {
  const words: readonly number[] = koffi.decode(seccompLibrary().version(), koffi.array('uint32_t', 3));
  return Array.from(words).join('.');
}

/** The number of a system call, negative for those that only other architectures have; undefined if libseccomp is older than it. */
export function resolveSyscall(name: string): number | undefined {
  const number: number = seccompLibrary().resolveName(name);
  return number === -1 ? undefined : number;
}

function loadFunctions(): SeccompLibrary {
  const library = loadLibrary('libseccomp.so.2', 'libseccomp2');
  return {
    init: library.func('void* seccomp_init(uint32_t)'),
    setAttribute: library.func('int seccomp_attr_set(void*, int, uint32_t)'),
    addArchitecture: library.func('int seccomp_arch_add(void*, uint32_t)'),
    resolveName: library.func('int seccomp_syscall_resolve_name(const char*)'),
    addRuleArray: library.func('int seccomp_rule_add_array(void*, uint32_t, int, unsigned int, const void*)'),
    exportBpf: library.func('int seccomp_export_bpf(void*, int)'),
    release: library.func('void seccomp_release(void*)'),
    version: library.func('void* seccomp_version(void)'),
  };
}

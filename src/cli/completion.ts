// Scripts that complete in a shell. Commands and options are written into them; services are asked for when they are
// wanted, with `dockr config --services`.
import type { Declaration, DeclarationTable } from './declaration.ts';
import { loadAll } from './help.ts';
import { sharedOptions } from './parse-command.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** The completion script of a shell. */
export async function formatCompletion(table: DeclarationTable, shell: Shell): Promise<string> {
  const commands = await loadAll(table);
  switch (shell) {
    case 'bash':
      return formatBash(commands);
    case 'zsh':
      return formatZsh(commands);
    case 'fish':
      return formatFish(commands);
  }
}

const SERVICES = 'dockr config --services 2>/dev/null';

function formatBash(commands: readonly Declaration[]): string {
  return `_dockr() {
  local word=\${COMP_WORDS[COMP_CWORD]} command= options= services= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      -f|--file|-p|--project-name|--project-directory|--env-file|--profile|--ansi|--progress) ((index++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[index]}; break ;;
    esac
  done
  case $command in
    ${groupNames(commands).join('|')}) [[ $index -lt $((COMP_CWORD - 1)) ]] && command="$command \${COMP_WORDS[index + 1]}" ;;
  esac
  case $command in
${caseLines(commands)}
${groupLines(commands, (words) => `COMPREPLY=($(compgen -W "${words}" -- "$word")); return ;;`)}
    *) COMPREPLY=($(compgen -W "${firstWords(commands).join(' ')}" -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ $services ]]; then COMPREPLY=($(compgen -W "$(${SERVICES})" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _dockr dockr
`;
}

function caseLines(commands: readonly Declaration[]): string {
  return commands
    .map((command) => {
      const services = completesServices(command) ? '; services=1' : '';
      return `    "${command.name}") options="${longOptions(command).join(' ')}"${services} ;;`;
    })
    .join('\n');
}

function formatZsh(commands: readonly Declaration[]): string {
  const described = firstWords(commands).map((word) => {
    const command = commands.find(({ name }) => name === word);
    return `    ${quote(`${word}:${command?.summary ?? `commands of ${word}`}`)}`;
  });
  const cases = commands.map((command) => {
    const services = completesServices(command) ? '; services=1' : '';
    return `    ${quote(command.name)}) options=(${longOptions(command).join(' ')})${services} ;;`;
  });
  return `#compdef dockr
_dockr() {
  local -a commands options
  local services= command=\${words[2]}
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $command in
    ${groupNames(commands).join('|')}) (( CURRENT > 3 )) && command="$command \${words[3]}" ;;
  esac
  case $command in
${cases.join('\n')}
${groupLines(commands, (words) => `compadd ${words}; return ;;`)}
  esac
  if [[ $PREFIX == -* ]]; then compadd -- $options
  elif [[ -n $services ]]; then compadd -- \${(f)"$(${SERVICES})"}
  else _files
  fi
}
compdef _dockr dockr
`;
}

function formatFish(commands: readonly Declaration[]): string {
  const lines = firstWords(commands).map((word) => {
    const summary = commands.find(({ name }) => name === word)?.summary ?? `Commands of ${word}`;
    return `complete -c dockr -n __fish_use_subcommand -f -a ${word} -d ${quote(summary)}`;
  });
  for (const command of commands) {
    const [group, word] = command.name.split(' ');
    const seen = `'__fish_seen_subcommand_from ${word ?? group}'`;
    if (word)
      lines.push(
        `complete -c dockr -n '__fish_seen_subcommand_from ${group}' -f -a ${word} -d ${quote(command.summary)}`,
      );
    if (completesServices(command)) lines.push(`complete -c dockr -n ${seen} -f -a '(${SERVICES})'`);
    for (const [name, spec] of Object.entries({ ...command.options, ...sharedOptions(command) })) {
      const letter = spec.short ? ` -s ${spec.short}` : '';
      const value =
        spec.kind === 'flag' ? '' : spec.kind === 'choice' ? ` -x -a ${quote(spec.values.join(' '))}` : ' -r';
      lines.push(`complete -c dockr -n ${seen} -l ${name}${letter}${value} -d ${quote(spec.summary)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function firstWords(commands: readonly Declaration[]): readonly string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
}

/** First words that have commands beneath them. */
function groupNames(commands: readonly Declaration[]): readonly string[] {
  return firstWords(commands.filter(({ name }) => name.includes(' ')));
}

/** A case for each group that is not a command itself. */
function groupLines(commands: readonly Declaration[], complete: (words: string) => string): string {
  const groups = groupNames(commands).filter((group) => !commands.some(({ name }) => name === group));
  const wordsOf = (group: string): string =>
    commands.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : [])).join(' ');
  return groups.map((group) => `    ${group}) ${complete(wordsOf(group))}`).join('\n');
}

function longOptions(command: Declaration): readonly string[] {
  return Object.keys({ ...command.options, ...sharedOptions(command) }).map((name) => `--${name}`);
}

function completesServices(command: Declaration): boolean {
  return command.arguments.some(({ completes }) => completes === 'service');
}

/** For zsh and fish: between single quotes, in which a quote ends and begins again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

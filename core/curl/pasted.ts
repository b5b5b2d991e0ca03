/** What surrounds a command on the page or terminal that it was copied from. */

/** Fences of Markdown, single backticks, prompts, and `NAME=$(…)`; each leaves the command in its group `command`. */
const SURROUNDINGS = [
	/^\s*(?:```|~~~)[^\n`]*\n(?<command>[^]*?)\n?[ \t]*(?:```|~~~)\s*$/d,
	/^\s*`(?<command>[^`\n]+)`\s*$/d,
	/^\s*(?:[$%❯➜»]|[\w.-]+@[\w.-]+[^\n$#%'"]*[$#%]|[A-Za-z]:\\[^\n>'"]*>)[ \t]*(?<command>\S[^]*)$/d,
	/^\s*(?:(?:export|local|declare)\s+)?[A-Za-z_]\w*="?\$\(\s*(?<command>curl\s[^]*)\)"?\s*;?\s*$/d,
];

/** @returns the command at the place where it is in the text: what surrounds it becomes spaces */
export function withoutSurroundings(text: string): string {
	let command = text;
	for (const surrounding of SURROUNDINGS) {
		const [start, end] = surrounding.exec(command)?.indices?.groups?.command ?? [];
		if (start === undefined || end === undefined) continue;
		command =
			blank(command.slice(0, start)) + command.slice(start, end) + blank(command.slice(end));
	}
	return command;
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** `C:\dir>curl`, and quotes that are doubled inside of quotes, which Windows reads as one: `"{""a"":1}"`. */
const WINDOWS = /^\s*[A-Za-z]:\\[^\n>'"]*>\s*curl|"\s*[{[]\s*""/i;

/** Whether the text shows that it was written for Windows' cmd. */
export const isForWindows = (text: string): boolean => WINDOWS.test(text);

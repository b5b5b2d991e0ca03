/** What a tag is to the compiler that it is handed to. */
import type { TemplateCompiler } from '../compile/template';
import type { Execute } from '../runtime/render';
import type { Tokens } from '../syntax/tokens';

/** A tag whose name has been read; `tokens` contains the rest. */
export interface TagHead {
	name: string;
	tokens: Tokens;
	/** What follows the name, as it is written. */
	text: string;
	/** Where the name stands in the template. */
	offset: number;
}

/** Compiles a tag: reads its head, asks the compiler for its body, and gives what it does when rendered. */
export type Tag = (compiler: TemplateCompiler, head: TagHead) => Execute;

/** By name. */
export type Tags = ReadonlyMap<string, Tag>;

import type { Tag, Tags } from './tag';
import { ifTag, unlessTag } from './conditions';
import { autoescapeTag, blockTag } from './blocks';
import { cycleTag, ifChangedTag } from './cycles';
import { callTag, macroTag } from './macros';
import { forTag, leaveLoop } from './loops';
import { contextTag, customerTag } from './profile';
import { doTag, filterTag, printTag, setTag } from './variables';
import { Completion } from '../runtime/render';

/** Every tag that this engine renders, by name. */
export const tags: Tags = new Map<string, Tag>([
	['if', ifTag],
	['unless', unlessTag],
	['for', forTag],
	['break', leaveLoop(Completion.Break)],
	['continue', leaveLoop(Completion.Continue)],
	['set', setTag],
	['filter', filterTag],
	['autoescape', autoescapeTag],
	['block', blockTag],
	['cycle', cycleTag],
	['ifchanged', ifChangedTag],
	['macro', macroTag],
	['call', callTag],
	['do', doTag],
	['print', printTag],
	['customer', customerTag],
	['context', contextTag],
]);

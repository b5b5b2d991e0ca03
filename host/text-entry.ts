/** Text that gets into a parameter of the open form as a user enters it: by keyboard, clipboard or mouse. */
import type { Locator, Page } from 'playwright-core';

/** Closes and indents ahead of whoever types. */
const EXPRESSION_EDITOR = '.cm-content';

/** After these the expression editor writes something of its own behind the cursor. */
const OPENS = /[{[("' ]/;

/** Where text goes in a parameter: its input, text area or expression editor. */
export const textBox = (parameter: Locator): Locator =>
	parameter.locator(`input, textarea, ${EXPRESSION_EDITOR}`).first();

/** Puts the cursor behind the last character of a parameter. */
async function enter(parameter: Locator): Promise<void> {
	await textBox(parameter).click();
	await parameter.page().keyboard.press('ControlOrMeta+End');
}

/**
 * Types at the end of a parameter, key by key.
 * @param pause for half a second after opening braces, as someone does who looks up a name
 */
export async function typeText(
	parameter: Locator,
	text: string,
	{ pause = false } = {},
): Promise<void> {
	const page = parameter.page();
	await enter(parameter);
	const closesAhead = await parameter.locator(EXPRESSION_EDITOR).isVisible();
	for (const part of text.split(/(?<=\{\{ )/)) {
		if (closesAhead) await typeOverClosings(page, part);
		else await page.keyboard.type(part);
		if (pause && part.endsWith('{{ ')) await page.waitForTimeout(500);
	}
}

/** The text brings its own closing brackets and quotes, so those that the editor adds are deleted. */
async function typeOverClosings({ keyboard }: Page, text: string): Promise<void> {
	for (const character of text) {
		await keyboard.type(character);
		if (!OPENS.test(character)) continue;
		await keyboard.press('ControlOrMeta+Shift+End');
		await keyboard.press('Delete');
	}
}

/** Pastes a text at the end of a parameter from the clipboard. */
export async function pasteText(parameter: Locator, text: string): Promise<void> {
	await enter(parameter);
	await paste(parameter.page(), text);
}

/** Pastes a text where the focus is. */
export async function paste(page: Page, text: string): Promise<void> {
	await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
	await page.keyboard.press('ControlOrMeta+V');
}

/** Switches a parameter to Expression mode by its own switch. */
export async function useExpression(parameter: Locator): Promise<void> {
	const item = parameter.locator('xpath=ancestor::*[@data-test-id="parameter-item"][1]');
	await item.hover();
	await item.getByTestId('radio-button-expression').click();
	await parameter.locator(EXPRESSION_EDITOR).waitFor();
}

/** Drags a field of the input panel, by the expression that stands for it, to the end of a parameter with the mouse. */
export async function dragInput(expression: string, parameter: Locator): Promise<void> {
	const page = parameter.page();
	const pill = page.locator(`[data-target="mappable"][data-value="{{ ${expression} }}"]`);
	await parameter.scrollIntoViewIfNeeded();
	await pill.hover();
	await page.mouse.down();
	// The expression editor puts it where the pointer is, which here is behind its last character.
	const box = await textBox(parameter).boundingBox();
	if (!box) throw new Error('The parameter is not in view');
	const [x, y] = [box.x + box.width - 40, box.y + box.height - 8];
	await page.mouse.move(x - 5, y - 5, { steps: 10 });
	await page.mouse.move(x, y, { steps: 5 });
	await page.mouse.up();
}

/**
 * Waits until the form has taken over what was entered, for which n8n waits up to half a second after the last key.
 * The timers of a page end in the order of their times, however busy the machine is.
 */
export async function taken(page: Page): Promise<void> {
	await page.evaluate('new Promise((resolve) => setTimeout(resolve, 600))');
}

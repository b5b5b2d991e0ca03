/** n8n's editor in a headless Chromium, driven as a user would. */
import { existsSync } from 'node:fs';

import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';

import { OWNER, type N8nApi } from './api';

const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// Without these Chromium looks for its maker's servers at every start.
const CHROMIUM_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

function chromiumPath(): string {
	const found = [process.env['CHROMIUM_PATH'], ...CHROMIUM_PATHS].find(
		(path) => path && existsSync(path),
	);
	if (!found)
		throw new Error(
			'Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH',
		);
	return found;
}

export class Editor {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly baseUrl: string,
	) {}

	/** Opens a browser that is signed in as the owner. */
	static async open(n8n: N8nApi, options: { theme?: 'light' | 'dark' } = {}): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const browser = await chromium.launch({
			executablePath: chromiumPath(),
			args: CHROMIUM_ARGUMENTS,
		});
		const context = await browser.newContext({
			viewport: { width: 1440, height: 960 },
			colorScheme: options.theme ?? 'light',
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		const page = await context.newPage();
		// A page of the editor is 10 MB of scripts, which a busy machine takes its time for.
		page.setDefaultTimeout(120_000);
		const editor = new Editor(browser, page, n8n.baseUrl);
		await page.goto(`${n8n.baseUrl}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
		await page.locator('input[name="password"]').fill(OWNER.password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
		return editor;
	}

	async openNewWorkflow(): Promise<void> {
		await this.page.goto(`${this.baseUrl}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.baseUrl}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Types into the node panel's search and gives the names it offers. */
	async searchNodes(text: string): Promise<string[]> {
		const search = this.page.getByTestId('node-creator-search-bar');
		if (!(await search.isVisible())) {
			await this.page
				.getByTestId('canvas-plus-button')
				.or(this.page.getByTestId('node-creator-plus-button'))
				.first()
				.click();
		}
		await search.fill(text);
		// The list is filtered a moment after the last key; two equal readings say that it has settled.
		let before: string[] = [];
		for (;;) {
			await this.page.waitForTimeout(300);
			const names = await this.page.getByTestId('node-creator-item-name').allInnerTexts();
			if (names.length > 0 && names.join() === before.join()) return names;
			before = names;
		}
	}

	/**
	 * Adds a node by the name that the search shows; its form opens.
	 * @param event of a trigger, as the panel lists it
	 */
	async addNode(name: string, event?: string): Promise<void> {
		await this.searchNodes(name);
		await this.page
			.getByTestId('node-creator-item-name')
			.getByText(name, { exact: true })
			.first()
			.click();
		// The panel shows what a community package is before it adds one of its nodes.
		const details = event
			? this.page.getByText(event, { exact: true })
			: this.page.getByRole('button', { name: 'Add to workflow' });
		const form = this.page.getByTestId('ndv').or(this.page.getByTestId('node-parameters')).first();
		await details.or(form).first().waitFor();
		if (await details.isVisible()) await details.click();
		await form.waitFor();
	}

	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.page
			.getByTestId('ndv')
			.or(this.page.getByTestId('node-parameters'))
			.first()
			.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
	}

	/** The input of one parameter in the open form. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Selects an option of a parameter's list. */
	async select(parameter: string, option: string): Promise<void> {
		await this.parameter(parameter).click();
		await this.page
			.locator('.el-select-dropdown__item:visible')
			.filter({ has: this.page.getByText(option, { exact: true }) })
			.first()
			.click();
	}

	/** Asks the picker of the open node for a new credential, whether or not there is one; gives its dialog. */
	async createCredential(): Promise<Locator> {
		const connect = this.page.getByRole('button', { name: /^Connect to / });
		const picker = this.page.getByTestId('node-credentials-select');
		await connect.or(picker).first().waitFor();
		if (await connect.isVisible()) await connect.click();
		else {
			await picker.first().click();
			await this.page.getByTestId('node-credentials-select-item-new').first().click();
		}
		const modal = this.page.getByTestId('editCredential-modal');
		await modal.getByTestId('credential-save-button').waitFor();
		return modal;
	}

	/** Saves a PNG of the window. */
	async screenshot(file: string): Promise<void> {
		await this.page.screenshot({ path: file, animations: 'disabled' });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}

const PLUGIN = 'kale-lsp:plugin';

/** The person's settings of this extension; schemas/kale-lsp/plugin.json describes them. */
export class Settings {
  #loaded;

  /** @param {object | null} registry JupyterLab's; without one everything has its default */
  constructor(registry) {
    this.#loaded = registry?.load(PLUGIN).catch(error => {
      console.warn(`kale-lsp: cannot load the settings: ${error}`);
    });
  }

  /** The server's own: the section `kale`. */
  async ofServer() {
    const settings = await this.#loaded;
    return {
      strict: settings?.get('strict').composite ?? false,
      runtime: settings?.get('runtime').composite ?? 'exact',
      rules: settings?.get('rules').composite ?? {}
    };
  }

  /** Where compiled pipelines go; undefined where the notebook or the server decides. */
  async outputDirectory() {
    const settings = await this.#loaded;
    return settings?.get('outputDirectory').composite || undefined;
  }

  async onChange(slot) {
    const settings = await this.#loaded;
    settings?.changed.connect(slot);
  }
}

/**
 * JupyterLab's notifications, as JupyterLab 4.6 shows them: a toast only where `autoClose` is said and not 0, its text
 * cut, and one that is in progress is not reliably taken back.
 */
export class Notifications {
  /** The toasts that can be seen. */
  toasts = [];
  #count = 0;

  emit(message, type, options = {}) {
    const { autoClose = 0, actions = [] } = options;
    const id = `n${this.#count++}`;
    if (typeof autoClose === 'number' && autoClose <= 0) return id;
    const text = message.length > 140 ? `${message.slice(0, 140)}…` : message;
    this.toasts.push({ id, text, type, actions });
    return id;
  }

  info = (message, options) => this.emit(message, 'info', options);
  success = (message, options) => this.emit(message, 'success', options);
  warning = (message, options) => this.emit(message, 'warning', options);
  error = (message, options) => this.emit(message, 'error', options);

  update() {}

  dismiss(id) {
    this.toasts = this.toasts.filter(toast => toast.id !== id || toast.type === 'in-progress');
  }

  get texts() {
    return this.toasts.map(({ text }) => text);
  }
}

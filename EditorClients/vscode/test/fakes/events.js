'use strict';

class Disposable {
  static from(...items) {
    return new Disposable(() => items.forEach((item) => item.dispose()));
  }

  constructor(action) {
    this.action = action;
  }

  dispose() {
    this.action?.();
    this.action = undefined;
  }
}

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, thisArg, disposables) => {
      const bound = thisArg === undefined ? listener : listener.bind(thisArg);
      this.listeners.add(bound);
      const subscription = new Disposable(() => this.listeners.delete(bound));
      disposables?.push(subscription);
      return subscription;
    };
  }

  fire(value) {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose() {
    this.listeners.clear();
  }
}

class CancellationTokenSource {
  constructor() {
    const emitter = new EventEmitter();
    this.token = { isCancellationRequested: false, onCancellationRequested: emitter.event };
    this.cancel = () => {
      this.token.isCancellationRequested = true;
      emitter.fire(undefined);
    };
  }

  dispose() {}
}

class CancellationError extends Error {}

module.exports = { Disposable, EventEmitter, CancellationTokenSource, CancellationError };

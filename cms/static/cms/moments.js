// Wagtail's inputs of dates and times begin by a script beside them, which the content security policy forbids.
window.wagtail.app.register(
  'cms-moment',
  class extends window.StimulusModule.Controller {
    static values = { id: String, chooser: String, config: Object };

    connect() {
      window[this.chooserValue](this.idValue, this.configValue);
    }
  },
);

class KaleLsp < Formula
  desc "Language server for Kale notebooks and Kubeflow pipelines"
  homepage "https://github.com/kale-lsp/kale-lsp"
  url "https://github.com/kale-lsp/kale-lsp/archive/refs/tags/v@VERSION@.tar.gz"
  sha256 "@SOURCE_SHA256@"
  license "Apache-2.0"
  head "https://github.com/kale-lsp/kale-lsp.git", branch: "main"

  depends_on xcode: ["16.0", :build]
  uses_from_macos "swift" => :build

  def install
    args = ["--disable-sandbox", "--configuration", "release", "--product", "kale-lsp"]
    args << "--static-swift-stdlib" if OS.linux?
    system "swift", "build", *args
    bin.install ".build/release/kale-lsp"
    generate_completions_from_executable(bin/"kale-lsp", "--generate-completion-script")
  end

  test do
    (testpath/"train.py").write <<~PYTHON
      # ---
      # jupyter:
      #   kubeflow_notebook:
      #     pipeline_name: train
      #     experiment_name: train
      # ---
      # %% tags=["step:load"]
      rows = [1, 2]
      # %% tags=["step:train", "prev:laod"]
      print(rows)
    PYTHON
    assert_match "KALE103", shell_output("#{bin}/kale-lsp check train.py", 1)
  end
end

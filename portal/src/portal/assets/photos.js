"use strict";
// Shows the chosen photographs, and makes large ones smaller before they are sent.
(function () {
  const LONGEST = 2400; // pixels: the smallest print of a form stays legible
  const LIGHT = 1024 * 1024; // bytes: smaller files go as they are
  const QUALITY = 0.85;

  function told(input, text) {
    input.closest(".photo").querySelector("[data-photo-told]").textContent = text;
  }

  function size(bytes) {
    return bytes >= 1048576 ? (bytes / 1048576).toFixed(1) + " MB" : Math.ceil(bytes / 1024) + " KB";
  }

  function show(input, file) {
    const place = input.closest(".photo").querySelector("[data-photo-shown]");
    const image = document.createElement("img");
    image.alt = "刚选的照片";
    image.addEventListener("load", function () { URL.revokeObjectURL(image.src); });
    image.src = URL.createObjectURL(file);
    place.replaceChildren(image);
  }

  function drawn(picture) {
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // transparent pictures would turn black
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise(function (resolve) { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  }

  function smaller(file) {
    if (file.size <= LIGHT || !window.createImageBitmap || !window.DataTransfer) {
      return Promise.resolve(file);
    }
    return window.createImageBitmap(file, { imageOrientation: "from-image" })
      .then(drawn)
      .then(function (blob) {
        if (!blob || blob.size >= file.size) {
          return file;
        }
        return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
      })
      .catch(function () { return file; });
  }

  document.querySelectorAll("input[data-photo]").forEach(function (input) {
    input.addEventListener("change", function () {
      const file = input.files[0];
      if (!file) {
        return;
      }
      told(input, "正在处理照片……");
      input.dataset.busy = "yes";
      smaller(file).then(function (made) {
        if (made !== file) {
          const carrier = new DataTransfer();
          carrier.items.add(made);
          input.files = carrier.files;
        }
        show(input, made);
        told(input, made === file ? "大小 " + size(file.size) + "。" :
          "已压缩：" + size(file.size) + " → " + size(made.size) + "。请看预览是否清晰。");
        delete input.dataset.busy;
      });
    });
  });
})();

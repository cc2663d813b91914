// A click on the picture fills in the two numbers; the numbers alone are enough. Below it stands what frames would cut out.

const STEP = 5;
const WIDEST = 960;

const part = document.getElementById("focus");
const file = document.querySelector("form.form input[type=file]");

if (part) {
  const pictures = part.querySelector(".focus__pictures");
  const whole = part.querySelector(".focus__whole");
  const mark = part.querySelectorAll(".focus__mark path");
  const [x, y] = ["focus_x", "focus_y"].map((name) => document.querySelector(`form.form [name=${name}]`));
  const percent = (input) => Math.min(100, Math.max(0, input.value === "" ? 50 : Number(input.value)));

  const show = () => {
    const [left, top] = [percent(x), percent(y)];
    for (const path of mark) path.setAttribute("d", `M${left} ${top}h0`);
    for (const cut of part.querySelectorAll(".focus__cut img")) cut.style.objectPosition = `${left}% ${top}%`;
  };

  const showFile = async () => {
    const bitmap = file.files[0] && (await createImageBitmap(file.files[0]).catch(() => null));
    pictures.hidden = !bitmap;
    if (!bitmap) return;
    const canvas = document.createElement("canvas");
    const scale = Math.min(1, WIDEST / bitmap.width);
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const address = canvas.toDataURL("image/webp", 0.8); // the policy knows data:, not blob:
    for (const image of pictures.querySelectorAll("img")) image.src = address;
    show();
  };

  part.classList.add("is-live");
  for (const input of [x, y]) input.addEventListener("input", show);
  whole.addEventListener("click", (event) => {
    const frame = whole.getBoundingClientRect();
    const share = (at, start, length) => Math.round((100 * (at - start)) / length / STEP) * STEP;
    x.value = share(event.clientX, frame.left, frame.width);
    y.value = share(event.clientY, frame.top, frame.height);
    show();
  });
  if (file) {
    file.addEventListener("change", showFile);
    if (file.files.length) showFile(); // a browser that goes back keeps the file
  }
  show();
}

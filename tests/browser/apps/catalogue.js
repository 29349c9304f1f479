// The screens of client family 1: the shop with likes uses main_service, the product pages use admin_service.
const query = new URLSearchParams(location.search);
const admin = query.get("admin");
const main = query.get("main");
const screen = document.querySelector("main");
const json = { "Content-Type": "application/json" };

async function read(address) {
  const response = await fetch(address);
  return response.json();
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(text, onclick) {
  return element("button", { type: "button", textContent: text, onclick });
}

async function showShop() {
  const products = await read(`${main}/api/products`);
  screen.replaceChildren(
    ...products.map((product) => {
      const likes = element("span", { textContent: `${product.likes} likes` });
      const like = async () => {
        await fetch(`${main}/api/products/${product.id}/like`, { method: "POST", headers: json });
        product.likes += 1;
        likes.textContent = `${product.likes} likes`;
      };
      const picture = element("img", { src: new URL(product.image, main), alt: "" });
      return element("article", {}, picture, element("h2", { textContent: product.title }), likes, button("Like", like));
    }),
  );
}

async function showProducts() {
  const products = await read(`${admin}/api/products`);
  const rows = products.map((product) => {
    const row = element("tr");
    const remove = async () => {
      await fetch(`${admin}/api/products/${product.id}`, { method: "DELETE" });
      row.remove();
    };
    const cells = [product.id, product.title, product.likes].map((text) => element("td", { textContent: text }));
    const picture = element("img", { src: new URL(product.image, admin), alt: "" });
    const edit = element("a", { href: `#/admin/products/${product.id}/edit`, textContent: "Edit" });
    row.append(...cells, element("td", {}, picture), element("td", {}, edit, button("Delete", remove)));
    return row;
  });
  screen.replaceChildren(element("table", {}, ...rows));
}

function showForm(values, send) {
  const fields = ["title", "image"].map((name) =>
    element("label", {}, name, element("input", { name, value: values[name] ?? "" })),
  );
  const form = element("form", {}, ...fields, element("button", { textContent: "Save" }));
  form.onsubmit = async (event) => {
    event.preventDefault();
    await send(JSON.stringify(Object.fromEntries(new FormData(form))));
    location.hash = "/admin/products";
  };
  screen.replaceChildren(form);
}

function showCreate() {
  showForm({}, (body) => fetch(`${admin}/api/products`, { method: "POST", headers: json, body }));
}

async function showEdit(id) {
  const address = `${admin}/api/products/${id}`;
  const product = await read(address);
  showForm(product, (body) => fetch(address, { method: "PUT", headers: json, body }));
}

function show() {
  const path = location.hash.slice(1);
  const edit = path.match(/^\/admin\/products\/(\d+)\/edit$/);
  if (edit) return showEdit(edit[1]);
  if (path === "/admin/products") return showProducts();
  if (path === "/admin/products/create") return showCreate();
  return showShop();
}

addEventListener("hashchange", show);
await show();

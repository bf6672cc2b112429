'use strict';

const { zip } = require('./zip');

/** @typedef {{ name: string, content: Buffer, isExecutable?: boolean }} PackagedFile */

/** Media types of the files of an extension, by the ends of their names. */
const MEDIA_TYPES = {
  '.css': 'text/css',
  '.ipynb': 'application/x-ipynb+json',
  '.js': 'application/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.vsixmanifest': 'text/xml',
};

/** Files that have a place of their own in VS Code, and what the format calls them. */
const ASSETS = {
  'package.json': 'Microsoft.VisualStudio.Code.Manifest',
  'README.md': 'Microsoft.VisualStudio.Services.Content.Details',
  'CHANGELOG.md': 'Microsoft.VisualStudio.Services.Content.Changelog',
  'LICENSE.txt': 'Microsoft.VisualStudio.Services.Content.License',
};

/**
 * Makes the package of an extension.
 *
 * @param {any} manifest
 * @param {string | undefined} target the platform that it is for; undefined for all
 * @param {PackagedFile[]} files
 * @returns {Buffer}
 */
function makeVSIX(manifest, target, files) {
  const content = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const extension = [{ name: 'package.json', content }, ...files];
  return zip([
    { name: 'extension.vsixmanifest', content: Buffer.from(packageManifest(manifest, target, extension)) },
    { name: '[Content_Types].xml', content: Buffer.from(contentTypes()) },
    ...extension.map((file) => ({ ...file, name: `extension/${file.name}` })),
  ]);
}

/**
 * @param {any} manifest
 * @param {string | undefined} target
 * @param {PackagedFile[]} files
 */
function packageManifest(manifest, target, files) {
  const { name, version, publisher, displayName, description, keywords, categories, engines, icon } = manifest;
  const forTarget = target === undefined ? '' : ` TargetPlatform="${escapeXML(target)}"`;
  const types = new Map([...Object.entries(ASSETS), [icon, 'Microsoft.VisualStudio.Services.Icons.Default']]);
  const assets = files
    .filter((file) => types.has(file.name))
    .map((file) => `    <Asset Type="${types.get(file.name)}" Path="extension/${escapeXML(file.name)}" Addressable="true"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escapeXML(name)}" Version="${escapeXML(version)}" Publisher="${escapeXML(publisher)}"${forTarget}/>
    <DisplayName>${escapeXML(displayName)}</DisplayName>
    <Description xml:space="preserve">${escapeXML(description)}</Description>
    <Tags>${escapeXML(keywords.join(','))}</Tags>
    <Categories>${escapeXML(categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escapeXML(engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${escapeXML(manifest.extensionKind.join(','))}"/>
      <Property Id="Microsoft.VisualStudio.Services.Links.Source" Value="${escapeXML(manifest.repository.url)}"/>
      <Property Id="Microsoft.VisualStudio.Services.Links.Support" Value="${escapeXML(manifest.bugs.url)}"/>
      <Property Id="Microsoft.VisualStudio.Services.Links.Learn" Value="${escapeXML(manifest.homepage)}"/>
      <Property Id="Microsoft.VisualStudio.Services.Branding.Color" Value="${escapeXML(manifest.galleryBanner.color)}"/>
      <Property Id="Microsoft.VisualStudio.Services.Branding.Theme" Value="${escapeXML(manifest.galleryBanner.theme)}"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${escapeXML(icon)}</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${assets.join('\n')}
  </Assets>
</PackageManifest>
`;
}

function contentTypes() {
  const types = Object.entries(MEDIA_TYPES)
    .map(([extension, type]) => `  <Default Extension="${extension}" ContentType="${type}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${types.join('\n')}
</Types>
`;
}

/** @param {unknown} text */
function escapeXML(text) {
  return String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

module.exports = { makeVSIX };

using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Secrets;
using Sluice.Secrets.Generic;
using Sluice.Secrets.Patterns;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets.Generic;

public sealed class GenericScannerTests
{
    /// <summary>Stands for a value in the cases below; made at run time.</summary>
    private static readonly string Value = "k7Q-" + TestSecret.Alphanumeric(14, 5) + "9z";

    public static TheoryData<string, string> Assignments => new()
    {
        { "a.env", "DB_PASSWORD=VALUE" }, { "a.env", "export API_TOKEN='VALUE'" }, { "a.properties", "spring.datasource.password = VALUE" }, { "a.yml", "  password: VALUE  # of the database" },
        { "a.yml", "- name: DB_PASSWORD\n  value: VALUE" }, { "a.json", "{\"clientSecret\": \"VALUE\"}" }, { "a.json", "{\"key\": \"password\", \"value\": \"VALUE\"}" }, { "a.json", "{\"body\": \"{\\\"password\\\":\\\"VALUE\\\"}\"}" },
        { "a.xml", "<password>VALUE</password>" }, { "a.xml", "<add key=\"ApiKey\" value=\"VALUE\" />" }, { "a.xml", "<property name=\"db.password\">VALUE</property>" }, { "a.config", "<add connectionString=\"Server=x;Password=VALUE;\" />" },
        { "a.cs", "var password = \"VALUE\";" }, { "A.java", "sender.setPassword(\"VALUE\");" }, { "a.go", "var jwtSecret = []byte(\"VALUE\")" }, { "a.rs", "const TOKEN: &'static str = \"VALUE\";" }, { "a.ts", "const token: string = `VALUE`;" },
        { "a.py", "app.config['SECRET_KEY'] = b'VALUE'" }, { "a.rb", "{ :password => 'VALUE' }" }, { "a.php", "define('AUTH_SALT', 'VALUE');" }, { "a.php", "env('DB_PASSWORD', 'VALUE')" }, { "a.js", "secret: process.env.SESSION_SECRET || 'VALUE'" },
        { "a.sql", "CREATE USER app IDENTIFIED BY 'VALUE';" }, { "a.sql", "ALTER ROLE app PASSWORD 'VALUE';" }, { "a.sh", "tool login --password VALUE --yes" }, { "a.sh", "curl -u deploy:VALUE https://acme.test/" }, { "a.sh", "mysqldump -u root -pVALUE shop" },
        { "Dockerfile", "ENV REDIS_PASSWORD VALUE" }, { "a.ps1", "$adminPwd = ConvertTo-SecureString \"VALUE\" -AsPlainText" }, { "a.tf", "admin_password = \"VALUE\"" }, { "a.ini", "bindpw = VALUE" }, { "a.conf", "    psk=\"VALUE\"" }, { "a.json", "{\"Jwt\": {\n  \"Key\": \"VALUE\"\n}}" }, { "a.ps1", "new-cred x (ConvertTo-SecureString \"VALUE\" -AsPlainText -Force)" }, { "a.http", "Authorization: Bearer VALUE" },
        { "a.html", "fetch('/x', {headers: {'X-Api-Key': 'VALUE'}})" }, { "a.txt", "amqp2://app:VALUE@broker.acme.test/" }, { "a.py", "call('http://acme.test/?api_key=VALUE&x=1')" },
        { "a.r", "api_key <- \"VALUE\"" }, { "a.vb", "Dim password As String = \"VALUE\"" }, { "a.cs", "public string DbPassword { get; set; } = \"VALUE\";" }, { "a.cs", "internal string Secret { get; private set; } = \"VALUE\";" },
        { "a.cpp", "static const std::string kPassword{\"VALUE\"};" }, { "a.ts", "private readonly apiKey: string | undefined = 'VALUE';" }, { "a.rs", "let password = String::from(\"VALUE\");" }, { "a.json", "{\"password\":\n    \"VALUE\"}" },
        { "a.plist", "<key>ApiSecret</key>\n\t<string>VALUE</string>" }, { "a.yml", "password: &db VALUE" }, { "a.yml", "password: !!str VALUE" }, { "a.bat", "setx DB_PASSWORD VALUE" }, { "a.md", "log in as admin with password `VALUE`" },
        { "a.cs", "new NetworkCredential(\"bob\", \"VALUE\")" }, { "a.java", "DriverManager.getConnection(url, \"bob\", \"VALUE\")" }, { "a.go", "req.SetBasicAuth(\"bob\", \"VALUE\")" }, { "a.py", "smtp.login(user, 'VALUE')" }, { "a.js", "crypto.createHmac('sha256', 'VALUE')" },
        { "yarn.lock", "password = \"VALUE\"" }, { "package-lock.json", "{\"token\": \"VALUE\"}" }, { "a.erl", "{password, \"VALUE\"}" }, { "a.pl", "my $password = q{VALUE};" }, { "a.jl", "password = raw\"VALUE\"" }, { "a.py", "parser.add_argument(\"--token\", type=str, default=\"VALUE\")" }, { "a.py", "get(url, auth=(\"bob\", \"VALUE\"))" },
        { "a.js", "const t = jwt.sign({ id: user.id, role: ['a', 'b'] }, 'VALUE', { expiresIn: '1h' });" }, { "a.js", "jwt.verify(token, 'VALUE', done)" }, { "a.py", "jwt.encode({\"sub\": f(1)}, b'VALUE', algorithm=\"HS256\")" },
        { "a.ts", "jwt.sign(\n  payload,\n  \"VALUE\",\n)" }, { "a.js", "crypto.createCipheriv('aes-256-cbc', 'VALUE', iv)" }, { "a.js", "app.use(cookieParser('VALUE'))" }, { "A.java", "new UsernamePasswordCredentials(\"app\", \"VALUE\")" },
        { "A.java", "return new PasswordAuthentication(user, \"VALUE\".toCharArray());" }, { "a.php", "$db = new mysqli('localhost', 'app', 'VALUE', 'shop');" }, { "a.php", "mysqli_connect(\"localhost\", $user, \"VALUE\")" },
        { "a.sql", "INSERT INTO users (id, name, password) Values (1, 'ann', 'VALUE');" }, { "a.sql", "insert into `shop`.`users` (`id`, `api_token`)\nvalues\n  (1, NULL),\n  (2, 'VALUE');\n" }, { "dump", "INSERT INTO \"users\" (\"mail\", \"password\", \"at\") Values ('o''neil@acme.test', 'VALUE', now());" },
        { "a.sql", "INSERT INTO [dbo].[Users]\n(\n  [Id],\n  [Password]\n)\nValues (1, N'VALUE')" }, { "a.py", "db.execute(\"INSERT INTO users (name, password) Values ('bob', 'VALUE')\")" }, { "a.sql", "REPLACE INTO t (a, secret, b) Values (coalesce('x, y)', '('), 'VALUE', '\\'')" },
        { "a.sql", "COPY public.users (id, mail, password) FROM stdin;\n1\ta@acme.test\t\\N\n2\tb@acme.test\tVALUE\n\\.\n\nSELECT 1;" }, { "a.md", "| what | |\n|---|---|\n| **Database password** | `VALUE` |" },
        { "Makefile", "DB_PASSWORD ?= VALUE" }, { "a.mk", "API_TOKEN ::= VALUE" }, { "a.mk", "API_TOKEN += VALUE" }, { "a.php", "$password .= 'VALUE';" }, { "a.php", "$db_password ??= 'VALUE';" }, { "a.py", "secret = (\n    \"VALUE\"\n)" },
        { "a.xml", "<db>\n  <dbPassword>\n    VALUE\n  </dbPassword>\n</db>" }, { "a.xml", "<apiSecret><![CDATA[VALUE]]></apiSecret>" }, { "a.xml", "<password type=\"string\">VALUE</password>" }, { "a.tf", "variable \"db_password\" {\n  type    = string\n  default = \"VALUE\"\n}" },
        { "a.hcl", "password = <<-EOT\n  VALUE\n  EOT" }, { "a.lua", "password = [[VALUE]]" }, { "a.html", "<p>db_password = &quot;VALUE&quot;</p>" }, { "a.conf", "ldap_default_authtok = VALUE" },
        { "a.sh", "az login --service-principal -u app -p VALUE" }, { "a.sh", "curl -X POST https://acme.test/ \\\n  -H 'a: b' \\\n  -u deploy:VALUE" }, { "a.sh", "curl --user kevin:'VALUE' https://acme.test/" }, { "a.php", "new PDO('mysql:host=db', 'app', 'VALUE')" }, { "a.pl", "DBI->connect(\"dbi:Pg:x\", \"app\", \"VALUE\")" }, { "a.py", "hmac.new(b\"VALUE\", body, sha256)" }, { "a.py", "AES.new(b'VALUE', AES.MODE_GCM)" },
        { "a.sh", "unzip -P VALUE a.zip" }, { "a.sh", "7z x -pVALUE a.7z" }, { "a.sh", "sqlplus scott/VALUE" }, { "a.sh", "mongo -u app -p VALUE" },
        { "a.sql", "CREATE TABLE `users` (\n  `id` int(11) NOT NULL,\n  `mail` varchar(20) DEFAULT 'a,b',\n  `password` varchar(64),\n  PRIMARY KEY (`id`)\n) ENGINE=x;\nLOCK TABLES `users` WRITE;\nINSERT INTO `users` Values (1,'ann','short'),(2,'bob','VALUE');" },
        { "dump", "create table users (id integer, api_token text);\nINSERT INTO users Values(1,NULL);\nINSERT INTO users Values(2,'VALUE');" },
        { "a.txt", "Your temporary password is: VALUE" }, { "a.md", "The password is VALUE" },
    };

    [Theory]
    [MemberData(nameof(Assignments), DisableDiscoveryEnumeration = true)]
    public void A_value_is_found_however_it_is_assigned(string file, string line)
    {
        var text = Encoding.UTF8.GetBytes($"first line\n{line.Replace("VALUE", Value, StringComparison.Ordinal)}\nlast line\n");

        var found = Assert.Single(Find(file, text));
        Assert.Equal(Value, Encoding.UTF8.GetString(text.AsSpan((int)found.Offset, found.Length)));
    }

    [Theory]
    [InlineData("users.csv", "id,name,password\n1,ann,VALUE\n2,bob,changeme\n")]
    [InlineData("users.csv", "\uFEFF\"id\",\"api_token\",\"note\"\r\n\"1\",\"VALUE\",\"a, \"\"b\"\"\nc\"\r\n")]
    [InlineData("users.tsv", "id\tclient_secret\tmail\n1\t\ta@acme.test\n2\tVALUE\tb@acme.test")]
    [InlineData("users.csv", "mail;Password\na@acme.test; VALUE \n")]
    [InlineData("a.md", "# Users\n\n| user | password |\n|:--|---|\n| bob | VALUE |\n| ann | |\n\nMore.\n")]
    [InlineData("a.md", "a\n-----\n\nuser | password | note\n--- | --- | ---\nbob | VALUE | x")]
    [InlineData("users.csv", "note,password\n\"two\nlines, and a comma\",VALUE\n")]
    public void A_value_is_found_in_a_column_that_is_named_for_it(string file, string table)
    {
        var text = Encoding.UTF8.GetBytes(table.Replace("VALUE", Value, StringComparison.Ordinal));

        var found = Assert.Single(Find(file, text));
        Assert.Equal(Value, Encoding.UTF8.GetString(text.AsSpan((int)found.Offset, found.Length)));
    }

    [Theory]
    [InlineData("a.csv", "id,token_type,password_hash,public_key\n1,VALUE,VALUE,VALUE\n")]
    [InlineData("a.csv", "id,name,note\n1,VALUE,password\n2,VALUE,x\n")]
    [InlineData("a.csv", "id,password\n1,changeme\n2,${DB_PASSWORD}\n3,$2b$10$VALUEVALUE\n4,123e4567-e89b-12d3-a456-426614174000\n5,********\n6,\n")]
    [InlineData("a.csv", "id,password\nVALUE,\nVALUE,n/a,VALUE\n")]
    [InlineData("a.csv", "password\nVALUE")]
    [InlineData("a.csv", "id,password")]
    [InlineData("a.csv", "id,password\n1,\"")]
    [InlineData("a.txt", "id,name,password\n1,ann,VALUE\n")]
    [InlineData("a.md", "| user | password |\n\n| bob | VALUE |\n")]
    [InlineData("a.md", "| user | id |\n|---|---|\n| password policy | VALUE |\n| x password | |\n| password |")]
    [InlineData("a.md", "| password | VALUE |\n|---|---|\n| a | b |\n")]
    [InlineData("a.md", "| password | string | VALUE |\n| token | `access_token` |\n| secret | Required. |\n| api key | see below |")]
    [InlineData("a.md", "| a | password |\n|---|---|\n| bob | changeme |\n\n| x | VALUE |\n")]
    [InlineData("a.md", "|---|---|")]
    public void Other_columns_and_what_stands_for_a_value_stay_silent(string file, string table) =>
        Assert.Empty(Find(file, Encoding.UTF8.GetBytes(table.Replace("VALUE", Value, StringComparison.Ordinal))));

    [Theory]
    [InlineData("a.js", "password = process.env.DB_PASSWORD")]
    [InlineData("a.yml", "password: ${DB_PASSWORD}")]
    [InlineData("a.js", "GRANT = { JWT_BEARER: \"urn:ietf:params:oauth:grant-type:jwt-bearer\", SASL_SCRAM_256_AUTH: \"SASL_SCRAM_256_AUTH\" }")]
    [InlineData("a.js", "keys = { SSECustomerKey: 'x-amz-server-side-encryption-customer-key-MD5' }; const EXPRESS_AUTH_SCHEME = \"sigv4-s3express\"")]
    [InlineData("a.js", "fields = { chainId: 'uint256', salt: 'bytes32' }; x(t.getKey('p256dh')); key = Buffer.from(\"accountKey\", \"base64\"); write('native_password', 'latin1')")]
    [InlineData("a.js", "THUMBPRINT_KEY = \"internal\\u0000thumbprint\"")]
    [InlineData("a.js", "required(\"apiKey\", \"updateApiKeyWithHTTPInfo\", apiKey); list([\"db-password\", \"prod/billing/api-key\"])")]
    [InlineData("a.js", "throw Error('Cannot pass \"' + nC(t2) + '\" as a ' + name); throw Error('Unknown field key \"' + k1 + '\" on ' + type)")]
    [InlineData("a.js", "url = \"https://acme.test/api/45/envelope/?sentry_version=7&sentry_key=c1dfb07d783ad5325c245c1fd3725390\"")]
    [InlineData("a.js", "{keyFor: pure(\"symbol/key-for\", \"es6.symbol\"), text: \"apiKey: auth.config.apiKey,\\n\"}")]
    [InlineData("a.js", "token = \"k7Qd83\"")]
    [InlineData("a.js", "{ token: \"support.function.entity-creation-and-abolishing.logtalk\" }")]
    [InlineData("a.js", "say({expectedToken: \"%1 expected near '%2'\"}); throw new E(\"BadToken\", \"Illegal pream-token (%1)\")")]
    [InlineData("a.json", "{\"description\": \"Used to enter a one-time password\", \"doc-url\": \"https://acme.test/a.html\"}")]
    [InlineData("a.js", "throw Error(\"File is password-protected: ECMA-376 Extensible\"); type BreakToken = \"\\\\endgroup\" | \"EOF\"")]
    [InlineData("a.map", "{\"names\": [\"a\", \"mappedKey\", \"ILST_TO_ID3_\", \"raw\", \"npxKeyReplace\", \"242754zAiOFb\", \"push\"]}")]
    [InlineData("a.js", "export var SDPStreamMetadataKey = \"org.acme.msc3077.sdp_stream_metadata\"; stored(secret.isStored(\"m.megolm_backup.v1\")); const contextKey = \"@css-render/vue3-ssr\"")]
    [InlineData("a.js", "env[`npm_config_${dart}:_auth`] = base64Ident;")]
    [InlineData("a.env", "API_KEY_SECRET=setup_api_key_secret_to_make_it_work")]
    [InlineData("a.js", "\"#include<depthPrePass>\\n\", _58); var passSampler: texture_2d<f32>;")]
    [InlineData("a.cc", "RefCountedPtr<grpc_call_credentials> creds1,\n  RefCountedPtr<grpc_call_credentials> creds2);")]
    [InlineData("a.js", "Jwt = \"m0.5,0.5h5v-2h-5v-5h-2v5h-5v2h5v5h2Z\"; INNER_KEY = '\\0_ec_inner'; open(c, \"openAuthWindow\", \"left=100,top=100,width=800\"); platformKey = \"darwin_arm64\"")]
    [InlineData("a.m", "[defaults boolForKey:@\"RCTI18nUtil_forceRTL\"]; x(masterKey.startsWith(\"type=sas&9\"))")]
    [InlineData("a.mustache", "this.apiKey = options2.apiKey;")]
    [InlineData("a.json", "{\"Acme.Credentials\": \"7.9.0-rc.42413\"}")]
    [InlineData("a.conf", "# METHOD can be \"trust\", \"reject\", \"password\", \"scram-sha-256\", \"gss\"")]
    [InlineData("a.txt", "/etc/passwd:eli:x:2098:1000:Eli")]
    [InlineData("a.pp", "const SUPER_KEY = $00008020; IF_PASS = longint($80000000); x_add_key = base+309; PX_CREDENTIAL = ^X_CREDENTIAL;")]
    [InlineData("a.vim", "let s:passwd = s:netrw_passwd\nsyn match ratpoisonKeySeqArg \"\\<\\([CMASH]\\)\"")]
    [InlineData("a.tf", "variable \"db_password\" {\n  type = string\n}\nvariable \"region\" {\n  default = \"k7Qd83hGs7TqWmZx\"\n}")]
    [InlineData("a.sql", "CREATE TABLE users (id int, password text);\nINSERT INTO others VALUES (1, 'k7Qd83hGs7TqWmZx');\nCREATE TABLE a (x int, name text);\nINSERT INTO a VALUES (1, 'k7Qd83hGs7TqWmZx');")]
    [InlineData("a.xml", "<password/><x>k7Qd83hGs7TqWmZx</x><secret id=\"a\"/>k7Qd83hGs7TqWmZx")]
    [InlineData("a.yml", "token: {{ .Values.token }}")]
    [InlineData("a.env", "PASSWORD=changeme")]
    [InlineData("a.js", "login(\"bob\", callback); hmac(\"sha256\", key, \"k7Qd83hGs7TqWmZx\")")]
    [InlineData("a.js", "login(\"Sign in\", \"Welcome back, friend\")")]
    [InlineData("a.java", "getConnection(url, user, password)")]
    [InlineData("a.js", "jwt.sign(payload, process.env.SECRET, 'k7Qd83hGs7TqWmZx'); jwt.verify(token, key)")]
    [InlineData("a.js", "jwt.sign(payload, 'your-256-bit-secret'); jwt.decode(token, { complete: true }); jwt.sign(f(x, 'k7Qd83hGs7TqWmZx'), key)")]
    [InlineData("a.js", "createCipheriv('aes-256-cbc', key, 'k7Qd83hGs7TqWmZx'); cookieParser(config.secret); jwt.sign(payload); f('k7Qd83hGs7TqWmZx', 'k7Qd83hGs7TqWmZy')")]
    [InlineData("a.sql", "INSERT INTO users (id, password, name) VALUES (1, '$2b$10$k7Qd83hGs7TqWmZxk7Qd83hGs7TqWmZx', 'k7Qd83hGs7TqWmZx'), (2, ?, 'k7Qd83hGs7TqWmZx'), (3, NULL, 'x'), (4, 'changeme', '');")]
    [InlineData("a.sql", "INSERT INTO users (password_hash, token_type, note) VALUES ('k7Qd83hGs7TqWmZx', 'k7Qd83hGs7TqWmZx', 'k7Qd83hGs7TqWmZx');")]
    [InlineData("a.sql", "INSERT INTO users (name, password) SELECT name, 'k7Qd83hGs7TqWmZx' FROM old; INSERT INTO a (password) VALUES (1); f('k7Qd83hGs7TqWmZx')")]
    [InlineData("a.sql", "INSERT INTO users (password) VALUES (encode(digest('k7Qd83hGs7TqWmZx', 'md5'), 'hex')), ('5f4dcc3b5aa765d61d8327deb882cf99'), ('*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'), ('$P$Bk7Qd83hGs7TqWmZxk7Qd83hGs7TqWmZ')")]
    [InlineData("a.sql", "COPY public.users (id, password) FROM stdin;\n1\t\\N\n2\tpbkdf2_sha256$600000$k7Qd83hGs7TqWmZx$k7Qd83hGs7TqWmZxk7Qd83hGs7TqWmZx=\n\\.\n1\tk7Qd83hGs7TqWmZx\n")]
    [InlineData("a.py", "f(user, password); g(password, 'k7Qd83hGs7TqWmZx'); into (name, password) values ('k7Qd83hGs7TqWmZx')")]
    [InlineData("a.py", "add_argument(\"--token\", help=\"k7Qd83hGs7TqWmZx\")")]
    [InlineData("a.md", "The password is required. The token is optional, the secret is stored.")]
    [InlineData("a.py", "FIELDS_SECRET = (\"password\", \"api_token\")")]
    [InlineData("a.env", "API_KEY=<your-api-key>")]
    [InlineData("a.json", "{\"password\": \"Mot de passe\"}")]
    [InlineData("a.json", "{\"password\": \"Passwort\"}")]
    [InlineData("a.ts", "password: string; token = \"access_token\"")]
    [InlineData("a.html", "<input type=\"password\" id=\"login-password\" placeholder=\"Your password\">")]
    [InlineData("a.js", "tokenizer = \"k7Qd83hGs7Tq\"; key = \"k7Qd83hGs7Tq\"")]
    [InlineData("a.js", "passwordHash = \"5f4dcc3b5aa765d61d8327deb882cf99\"")]
    [InlineData("a.js", "nextPageToken = \"k7Qd83hGs7Tqk7Qd83hGs7Tq\"")]
    [InlineData("a.json", "{\"token\": \"123e4567-e89b-12d3-a456-426614174000\"}")]
    [InlineData("package-lock.json", "{\"node_modules/js-tokens\": {\"version\": \"4.0.0\", \"integrity\": \"sha512-k7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tq==\"}, \"requires\": {\"jsonwebtoken\": \"^8.5.1\", \"path-key\": \"~3.1.0-rc.1\"}}")]
    [InlineData("yarn.lock", "js-tokens@^3.0.0, \"js-tokens@^3.0.0 || ^4.0.0\":\n  version \"4.0.0\"\n  dependencies:\n    path-key \"^3.1.0\"\n    \"@scope/get-token\" \"npm:token@1.2.3-beta.4\"\n")]
    [InlineData("Cargo.lock", "[[package]]\nname = \"secret-service\"\nchecksum = \"k7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tq0000\"\ndependencies = [\n \"cookie-key 1.2.3\",\n]\n")]
    [InlineData("go.sum", "github.com/acme/token v1.2.3 h1:k7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83hGs7Tqk7Qd83h=\n")]
    [InlineData("poetry.lock", "[package.dependencies]\npython-secret = {version = \">=1.2,<2.0\", optional = true}\nauth-token = \"*\"\n")]
    [InlineData("a.js", "if (a.key>b.key) return t.token=e.value")]
    [InlineData("a.json", "{\"dependencies\": {\"path-key\": \"^3.1.0\"}}")]
    [InlineData("a.properties", "login.password=Contrase\\u00f1a")]
    [InlineData("a.cs", "public string Password { get; set; }\npublic string Name { get; } = \"k7Qd83hGs7Tq\";")]
    [InlineData("a.go", "token <- \"next item\"")]
    [InlineData("a.yml", "password: !secret k7Qd83hGs7Tq")]
    [InlineData("a.yml", "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256")]
    [InlineData("a.plist", "<key>password</key>\n\t<string>$(DB_PASSWORD)</string>")]
    [InlineData("a.plist", "<key>password</key>\n\t<true/>\n\t<key>other</key>\n\t<string>k7Qd83hGs7Tq</string>")]
    [InlineData("a.md", "the token `access_token` of the answer")]
    [InlineData("a.py", "PASSWORD_REGEX = '^(?=.*[a-z])(?=.*\\d).{8,}$'")]
    [InlineData("a.py", "Token: \"#f8f8f2\",")]
    [InlineData("a.js", "{ token: \"keyword.tag-$1\" }, { token: \"constant.reserved.$0\" }, { token: \"keyword.$S2\" }")]
    [InlineData("a.js", "new Labels({ ctrlKey: '\\u2303', shiftKey: \"\\u21E7\" })")]
    [InlineData("a.js", "if (authKey === 'AWS4-HMAC-SHA256') hostKey = 'ssh-ed25519'; salt = \"joserfc:OKP:HKDF:Ed25519\"")]
    [InlineData("a.js", "throw Error(\"Incorrect key passphrase: \"+e.message);throw e}}else{const e=await a.mode.cfb.decrypt(\"x\")")]
    [InlineData("a.js", "r.push(this.algorithm+\" Credential=\"+e.accessKeyId+\"/\"+a)")]
    [InlineData("a.json", "[\"withCredentials\",\"credentials\",\"isRfc3986Reserved\",\"isRfc3986Unreserved\",\"encodeCharacters\"]")]
    [InlineData("a.py", "EMRFS_SSE_KEY = 'fs.s3.enableServerSideEncryption'\nEMRFS_CSE_KMS_KEY = 'fs.s3.cse.kms.keyId'")]
    [InlineData("a.py", "\"ApiKey\": ApiGatewayApiKey.resource_type,\nsecurity[\"api_key\"] = Py27Dict()")]
    [InlineData("a.ts", "'x-goog-api-key': appConfig.apiKey!,")]
    [InlineData("a.json", "{\"S3Key\": \"my-app/5026-stage-150723_224258.war\"}")]
    [InlineData("ld.log", "PASS: set-key.c\nFAIL: k7Qd83hGs7TqWmZx\nXPASS: k7Qd83hGs7TqWmZx\nPASS: gas/k7Qd83hGs7TqWmZx")]
    [InlineData("a.js", "secret = 'set-key.c'; api_key = 'xtz-gnrc.h'; token = \"x9_tkqz.rs\"")]
    public void What_is_no_credential_stays_silent(string file, string line) => Assert.Empty(Find(file, Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void What_a_rule_of_its_kind_found_is_not_told_again()
    {
        var report = Screening.Of("app.conf", Encoding.ASCII.GetBytes($"GITHUB_TOKEN={TestSecret.GitHub()}\n"));

        Assert.Equal("secret/github-token", Assert.Single(report.Findings).Finding.Rule.Id);
    }

    [Fact]
    public void It_warns_and_never_denies()
    {
        var report = Screening.Of("app.conf", Encoding.ASCII.GetBytes($"DB_PASSWORD={Value}\nSIGNING_KEY={TestSecret.Alphanumeric(40, 3)}\n"));

        Assert.Equal(["secret/generic-key", "secret/generic-password"], Screening.Rules(report));
        Assert.Equal(Decision.Allow, report.Decision);
        Assert.All(report.Findings, found => Assert.Equal((Severity.Medium, PolicyAction.Warn), (found.Finding.Severity, found.Action)));
    }

    [Theory]
    [InlineData("tests/app.env")]
    [InlineData("node_modules/x/app.env")]
    [InlineData("docs/setup.md")]
    public void In_samples_other_peoples_code_and_documentation_it_only_informs(string path)
    {
        var report = Screening.Of("a.tar", TestArchive.Tar((path, Encoding.ASCII.GetBytes($"password: \"{Value}\"\n"))));

        Assert.Equal(Severity.Info, Assert.Single(report.Findings, found => found.Finding.Rule.Id == "secret/generic-password").Finding.Severity);
    }

    /// <summary>The twins of what is a piece of a program: values that begin, or are separated, like one.</summary>
    [Theory]
    [InlineData("a.js", "set('name', 'x', \"password\", \"VALUE\");")]
    [InlineData("a.js", "dbPassword = \"+VALUE,x\"")]
    [InlineData("a.js", "apiKey: 'VALUE-SHA256'")]
    [InlineData("a.js", "apiKey: '#VALUE'")]
    [InlineData("a.py", "db_password = \"aB3.VALUE.x\"")]
    [InlineData("a.py", "db_password = \"VALUE.c\"")]
    [InlineData("a.txt", "USER: bob\nPASS: VALUE\nHOST: db")]
    public void What_only_looks_like_a_piece_of_a_program_is_found(string file, string line) =>
        Assert.Single(Find(file, Encoding.UTF8.GetBytes(line.Replace("VALUE", Value, StringComparison.Ordinal))));

    [Fact]
    public void Every_candidate_that_is_put_aside_has_a_reason()
    {
        var text = Encoding.UTF8.GetBytes("password=${DB_PASSWORD}\ntoken_url=https://acme.test/login/there\nsecret=changeme\napi_key=123e4567-e89b-12d3-a456-426614174000\n");

        Assert.Equal(
            [PutAside.Reference, PutAside.OtherName, PutAside.Placeholder, PutAside.Identifier],
            GenericScanner.Explain(text, SourceKind.Of(EntryPath.Parse("a.env")), []).Select(found => found.Judgement.PutAside));
        Assert.All(Enum.GetValues<PutAside>().Where(reason => reason != PutAside.No), reason => Assert.NotEmpty(PutAsideWords.Of(reason)));
    }

    [Theory]
    [InlineData("password=")]
    [InlineData("key=key:'")]
    [InlineData("\"token\" , ")]
    [InlineData("://a:b")]
    [InlineData("mysql -pcurl -u")]
    [InlineData("api_key=\"\\\\\\\\")]
    public void A_flood_of_names_ends(string flood)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(flood, 200_000)));

        Assert.True(Find("a.yml", text).Count <= 1000);
    }

    [Theory]
    [InlineData("users.csv", "id,password\n", "1,none at all\n", "7,{0}\n")]
    [InlineData("users.tsv", "id\tapi_token\n", "1\t20260101\n", "7\t{0}\n")]
    public void A_credential_behind_many_cells_that_are_none_is_found(string file, string header, string row, string last)
    {
        var text = Encoding.ASCII.GetBytes(header + string.Concat(Enumerable.Repeat(row, 20_000)) + string.Format(CultureInfo.InvariantCulture, last, Value));

        Assert.Equal(text.Length - 1 - Value.Length, Assert.Single(Find(file, text)).Offset);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(299)]
    [InlineData(4999)]
    public void A_credential_in_a_column_far_to_the_right_is_found(int column)
    {
        var header = string.Join(',', Enumerable.Range(0, column).Select(i => $"c{i}")) + ",password,note\n";
        var text = Encoding.ASCII.GetBytes(header + string.Concat(Enumerable.Repeat("x,", column)) + Value + ",y\n");

        Assert.Equal(text.Length - 3 - Value.Length, Assert.Single(Find("people.csv", text)).Offset);
    }

    /// <summary>Slashes leave no stretch that is long enough: only the name leads to it.</summary>
    [Fact]
    public void A_kind_that_a_rule_knows_by_its_name_is_told_behind_any_number_of_guesses()
    {
        var known = $"aws_secret_access_key = \"{TestSecret.Alphanumeric(13, 1)}/{TestSecret.Alphanumeric(13, 2)}/{TestSecret.Alphanumeric(12, 3)}\"\n";
        var guesses = string.Concat(Enumerable.Range(0, 600).Select(i => $"password{i}=\"{TestSecret.Alphanumeric(18, i)}\"\n"));

        var found = Find("a.js", Encoding.ASCII.GetBytes(guesses + known));

        Assert.Equal(500, found.Count(match => match.Band is not null));
        Assert.Contains(found, match => match.Band is null && match.Rule.Id == "secret/aws-secret-access-key");
    }

    [Fact]
    public void The_words_are_shared_out_so_that_few_places_look_like_one()
    {
        var fronts = CandidateSearch.Fronts;

        Assert.Equal(AtomBuckets.Of(CandidateSearch.AtomsOf([.. fronts.Select(front => front.Front)]), LiteralSearch.Buckets), fronts.Select(front => front.Bucket));
    }

    /// <summary>Statement after statement, rows without end and lists of columns that are all passwords.</summary>
    [Theory]
    [InlineData("INSERT INTO t (a, password) VALUES (", 2000)]
    [InlineData("('a','b'),", 20_000)]
    [InlineData("INSERT INTO t (password) VALUES ('", 50_000)]
    [InlineData("INTO t (password) VALUES (('x)", 50_000)]
    [InlineData("CREATE TABLE a (password x); ", 20_000)]
    [InlineData("create table a (password ", 20_000)]
    [InlineData("password,", 20_000)]
    [InlineData("into t (password) values (1,", 2000)]
    [InlineData("jwt.sign((((", 20_000)]
    [InlineData("| password | ", 20_000)]
    public void Statements_without_end_are_gone_through(string piece, int count)
    {
        var text = Encoding.UTF8.GetBytes("INSERT INTO t (a, password) VALUES " + string.Concat(Enumerable.Repeat(piece, count)));
        Assert.Empty(Find("a.sql", text));
        Assert.Empty(Find("a.md", text));
    }

    [Fact]
    public void Random_bytes_never_lead_it_beyond_the_text()
    {
        var pieces = new[] { "password", "key", "=", ":", "\"", "'", "\\", "\n", " value", "(", "://", "@", ">", "curl -u ", "a1B2", "[", "]", "INSERT INTO t (a, password", ") VALUES (", "COPY t (password", ") FROM stdin;\n", "jwt.sign(", "| ", "'v'", "," };
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)])));
            foreach (var syntax in new[] { "a.js", "a.yml", "a.sh", "a.md", "a" })
                Assert.All(Find(syntax, text), found => Assert.InRange(found.Offset + found.Length, 0, text.Length));
        }
    }

    private static List<SecretMatch> Find(string file, byte[] text)
    {
        var found = new List<SecretMatch>();
        GenericScanner.AddTo(found, text, SourceKind.Of(EntryPath.Parse(file)), SecretScanner.BuiltIn);
        return found;
    }
}

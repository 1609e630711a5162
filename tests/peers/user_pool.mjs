// Logs in to a user pool with Amazon's own browser library: JSON on standard input, a JSON outcome per login as output.
import library from "amazon-cognito-identity-js";

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = library;
const kept = new Map();
const Storage = {
  setItem: (key, value) => kept.set(key, value),
  getItem: (key) => kept.get(key) ?? null,
  removeItem: (key) => kept.delete(key),
  clear: () => kept.clear(),
};

const logIn = (pool, login) =>
  new Promise((resolve) => {
    const user = new CognitoUser({ Username: login.username, Pool: pool, Storage });
    if (login.flow) user.setAuthenticationFlowType(login.flow);
    const asked = [];
    const told = {
      onSuccess: (session) =>
        resolve({
          asked,
          user: session.getAccessToken().payload.username,
          refresh: session.getRefreshToken().getToken().length > 0,
        }),
      onFailure: (error) => resolve({ asked, error: error.code ?? error.name }),
      newPasswordRequired: (_given, required) => {
        asked.push(["newPasswordRequired", ...required]);
        user.completeNewPasswordChallenge(login.newPassword, login.attributes, told);
      },
      totpRequired: () => {
        asked.push(["totpRequired"]);
        user.sendMFACode(login.code, told, "SOFTWARE_TOKEN_MFA");
      },
      selectMFAType: (name) => {
        asked.push([name]);
        user.sendMFASelectionAnswer("SOFTWARE_TOKEN_MFA", told);
      },
      customChallenge: (parameters) => {
        asked.push(["customChallenge", parameters.question]);
        user.sendCustomChallengeAnswer(login.answer, told);
      },
    };
    user.authenticateUser(
      new AuthenticationDetails({ Username: login.username, Password: login.password }),
      told,
    );
  });

let text = "";
for await (const part of process.stdin) text += part;
const { endpoint, poolId, clientId, logins } = JSON.parse(text);
const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint, Storage });
const outcomes = [];
for (const login of logins) outcomes.push(await logIn(pool, login));
console.log(JSON.stringify(outcomes));
